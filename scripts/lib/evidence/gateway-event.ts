import { AbiCoder, id as hashOf, keccak256, concat, dataSlice } from "ethers";

import { type Direction, directions, type FailureReason, failureReasons } from "#lib/bridge/gateway-words";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";

/** What every event about a conversion says. */
export interface ConversionEvent {
  readonly id: string;
  readonly counterparty: string;
  readonly amount: bigint;
}

export function conversionOf(event: DescribedEvent): ConversionEvent {
  return {
    id: textArgument(event, "id"),
    counterparty: textArgument(event, "counterparty"),
    amount: amountArgument(event, "amount"),
  };
}

/** An argument that is an amount or a counter, of any size. */
export function amountArgument(event: DescribedEvent, name: string): bigint {
  return BigInt(textArgument(event, name));
}

export function directionOf(event: DescribedEvent): Direction {
  return named(directions, numberArgument(event, "direction"));
}

export function reasonOf(event: DescribedEvent): FailureReason {
  return named(failureReasons, numberArgument(event, "reason"));
}

/** The statements that two entities must have made, as the gateway hashes them: function and arguments. */
export const statements = {
  settlement: (settlementReference: string): string =>
    statementOf("attestSettlement(bytes32,bytes32)", ["bytes32"], [settlementReference]),
  failure: (reason: number, evidenceDigest: string): string =>
    statementOf("attestFailure(bytes32,uint8,bytes32)", ["uint8", "bytes32"], [reason, evidenceDigest]),
  /** @param event An `InboundAdmitted`. */
  inbound: (event: DescribedEvent): string =>
    statementOf(
      "attestIn((uint64,address,address,uint128,bytes32))",
      ["uint64", "address", "address", "uint128", "bytes32"],
      ["nonce", "counterparty", "recipient", "amount", "settlementReference"].map((name) => textArgument(event, name)),
    ),
  return: (settlementReference: string): string =>
    statementOf("attestReturn(bytes32,bytes32)", ["bytes32"], [settlementReference]),
} as const;

function statementOf(signature: string, types: readonly string[], values: readonly unknown[]): string {
  return keccak256(concat([dataSlice(hashOf(signature), 0, 4), AbiCoder.defaultAbiCoder().encode(types, values)]));
}
