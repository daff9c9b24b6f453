import { type Signer, ZeroHash, hexlify, randomBytes } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import { encodeCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { toAbi } from "#lib/change/change";
import { pinsOf } from "#lib/change/pins";
import { signedBy } from "#lib/demo/councils";
import type { Plan } from "#lib/demo/governed-change";
import { COMPONENT } from "#lib/demo/scenes";
import type { Stage } from "#lib/demo/stage";
import { decodeRevert, revertDataOf, type Revert } from "#lib/errors/revert";
import { executionData } from "#lib/safe/execute-request";
import type { SafeRequest } from "#lib/safe/safe-file";

/** Enough for any refused transaction: estimating would refuse it before it is sent. */
const GAS_LIMIT = 3_000_000;

/** A change that the tools would refuse to scaffold, check or propose, sent by a genuine proposer. */
export async function refusedProposal(
  stage: Stage,
  plan: Pick<Plan, "class" | "version" | "calls" | "rollback" | "incident">,
): Promise<string> {
  const { provider, record } = stage;
  const book = new AddressBook(record);
  const calls = plan.calls.map((call) => encodeCall(call, book));
  const rollback = plan.rollback.map((call) => encodeCall(call, book));
  const digest = COMPONENT;
  const change = {
    class: plan.class,
    irreversible: false,
    calls,
    rollback,
    artifacts: {
      request: digest,
      securityImpact: digest,
      availabilityImpact: digest,
      privacyImpact: digest,
      rollbackPlan: digest,
    },
    pins: await pinsOf(provider, [...calls, ...rollback]),
    incident: plan.incident ?? ZeroHash,
    salt: hexlify(randomBytes(32)),
    version: plan.version,
    uri: "",
  };
  return (await refusedCall(stage, "CHANGE_PROPOSER", "ChangeManager", "propose", [toAbi(change)])).text;
}

/** A Safe transaction with valid signatures, sent by somebody who sits on no council. */
export async function refusedSafe(stage: Stage, request: SafeRequest, people: readonly Signer[]): Promise<string> {
  const signed = await signedBy(stage, request, people);
  return (await refusal(stage, stage.operator("TECHNICAL_OPERATOR"), request.safe, executionData(signed))).text;
}

/** A call by the operator who has the role for it. */
export async function refusedCall(
  stage: Stage,
  role: string,
  contract: SuiteContract,
  name: string,
  values: readonly unknown[],
): Promise<Revert> {
  return refusedCallAs(stage, stage.operator(role), contract, name, values);
}

/** A call by an account of the country. */
export async function refusedCallAs(
  stage: Stage,
  account: string,
  contract: SuiteContract,
  name: string,
  values: readonly unknown[],
): Promise<Revert> {
  const data = suiteInterface(contract).encodeFunctionData(name, values);
  return refusal(stage, account, stage.record.contracts[contract].address, data);
}

/**
 * Sends what must be refused, past every check of the tools, and names the custom error with which the chain refused it.
 *
 * @throws Error when the transaction succeeds, or fails without a custom error.
 */
async function refusal(stage: Stage, from: string, to: string, data: string): Promise<Revert> {
  const { provider } = stage;
  const signer = stage.wallet(from).connect(provider);
  const raw = await signer.signTransaction(await signer.populateTransaction({ to, data, gasLimit: GAS_LIMIT }));
  try {
    await provider.broadcastTransaction(raw);
  } catch (error) {
    const revert = decodeRevert(revertDataOf(error) ?? "0x");
    if (revert === undefined) throw error;
    return revert;
  }
  throw new Error(`${to} accepted what it must refuse.`);
}
