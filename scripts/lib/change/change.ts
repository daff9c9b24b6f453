import { AbiCoder, keccak256, type ParamType, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { EncodedCall } from "#lib/calls/encode-call";
import { changeClasses, type ChangeClass } from "#lib/change/change-class";

/** Digests of the documents that every change needs. */
export interface Artifacts {
  readonly request: string;
  readonly securityImpact: string;
  readonly availabilityImpact: string;
  readonly privacyImpact: string;
  readonly rollbackPlan: string;
}

/** Code that must be the same when the change executes. */
export interface Pin {
  readonly account: string;
  readonly codehash: string;
  /** The zero address for a plain contract. */
  readonly implementation: string;
  readonly implementationCodehash: string;
}

/** All of a change, as the contract takes it. */
export interface Change {
  readonly class: ChangeClass;
  readonly irreversible: boolean;
  readonly calls: readonly EncodedCall[];
  readonly rollback: readonly EncodedCall[];
  readonly artifacts: Artifacts;
  readonly pins: readonly Pin[];
  readonly incident: string;
  readonly salt: string;
  readonly version: string;
  readonly uri: string;
}

/** Where a change lives: its id is bound to all of this. */
export interface ChangeContext {
  readonly chainId: number;
  readonly changeManager: string;
  readonly proposer: string;
}

/** The id of a change, as `ChangeManager.hashChange` computes it, without a node. */
export function changeId({ chainId, changeManager, proposer }: ChangeContext, change: Change): string {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ["uint256", "address", "address", changeType()],
    [chainId, changeManager, proposer, toAbi(change)],
  );
  return keccak256(encoded);
}

/** A change as ethers encodes it. */
export function toAbi(change: Change): Record<string, unknown> {
  return { ...change, class: changeClasses.indexOf(change.class) };
}

/** A change as ethers decoded it. */
export function fromAbi(decoded: Result): Change {
  const fields = decoded.toObject() as Record<string, unknown>;
  const index = Number(fields["class"]);
  const changeClass = changeClasses[index];
  if (changeClass === undefined) throw new RangeError(`Class ${String(index)} is unknown.`);
  return {
    class: changeClass,
    irreversible: fields["irreversible"] as boolean,
    calls: structs(fields["calls"]) as unknown as EncodedCall[],
    rollback: structs(fields["rollback"]) as unknown as EncodedCall[],
    artifacts: (fields["artifacts"] as Result).toObject() as unknown as Artifacts,
    pins: structs(fields["pins"]) as unknown as Pin[],
    incident: fields["incident"] as string,
    salt: fields["salt"] as string,
    version: fields["version"] as string,
    uri: fields["uri"] as string,
  };
}

function structs(list: unknown): Record<string, unknown>[] {
  return (list as Result).toArray().map((item) => (item as Result).toObject());
}

function changeType(): ParamType {
  const input = suiteInterface("ChangeManager").getFunction("propose")?.inputs[0];
  if (input === undefined) throw new TypeError("The ABI of ChangeManager has no propose(Change).");
  return input;
}
