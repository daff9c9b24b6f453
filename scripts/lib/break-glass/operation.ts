import { AbiCoder, keccak256 } from "ethers";

import type { EncodedCall } from "#lib/calls/encode-call";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** What the Sovereign Authority schedules past the ChangeManager: one call in the registry's name. */
export interface Operation {
  readonly id: string;
  readonly target: string;
  readonly data: string;
}

/** The id under which the registry keeps an operation, as `AccessManager.hashOperation` computes it. */
export function operationId(caller: string, target: string, data: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["address", "address", "bytes"], [caller, target, data]));
}

/** The operation of the Sovereign Authority's Safe that makes a call. */
export function operationOf(record: ContractsRecord, { target, data }: Omit<EncodedCall, "value">): Operation {
  return { id: operationId(record.safes.sovereign.address, target, data), target, data };
}
