import { AbiCoder, Contract, keccak256, toBeHex, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { approversOf } from "#lib/change/approval-request";
import { changeClasses } from "#lib/change/change-class";
import type { Change } from "#lib/change/change";
import { readPolicy } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** `sign.storage.ChangeManager` by ERC-7201; its first field maps ids to records, its fourth holds acknowledgements. */
const STORAGE = 0xa99b79b65f6d25ebda8fa111c3aa6c3d2040f8cf35bbea5a428d11052feb6900n;
const ACKNOWLEDGEMENTS = STORAGE + 3n;

const QUEUED = 2n;

/** Storage slots of the ChangeManager, and what they would hold if the change were approved and its delay over. */
export type SlotValues = Readonly<Record<string, string>>;

/**
 * What the ChangeManager's storage would be if the change could execute now: approved by the Safes of its class as they
 * are, delay over. Execution is then simulated through the contract itself, with every check that it makes.
 */
export async function readyState(
  provider: Provider,
  record: ContractsRecord,
  id: string,
  change: Change,
): Promise<SlotValues> {
  const policy = await readPolicy(provider, record, change.class);
  const approvers = await approversOf(provider, record, change.class);
  const [first, second] = await Promise.all(
    approvers.map((council) => standingOf(provider, record, record.safes[council].address)),
  );
  const now = BigInt((await provider.getBlock("latest"))?.timestamp ?? 0);
  const flags = second === undefined ? 1n : 3n;
  const word =
    QUEUED |
    (BigInt(changeClasses.indexOf(change.class)) << 4n) |
    (flags << 8n) |
    (BigInt(policy.version) << 16n) |
    ((now + 86_400n) << 40n) |
    ((now - 1n) << 80n) |
    ((now + 86_400n) << 120n) |
    ((first?.id ?? 0n) << 160n) |
    ((first?.epoch ?? 0n) << 168n) |
    ((second?.id ?? 0n) << 192n) |
    ((second?.epoch ?? 0n) << 200n);
  return {
    [recordSlot(id)]: toBeHex(word, 32),
    ...(policy.needsAcknowledgement ? { [mappingSlot(id, ACKNOWLEDGEMENTS)]: toBeHex(now, 32) } : {}),
  };
}

/** Where the ChangeManager keeps the record of a change. */
export function recordSlot(id: string): string {
  return mappingSlot(id, STORAGE);
}

function mappingSlot(key: string, base: bigint): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [key, base]));
}

/** A council's number, and the epoch that an approval of it keeps: of its owners (guard) plus of its seats (registry). */
async function standingOf(
  provider: Provider,
  record: ContractsRecord,
  safe: string,
): Promise<{ readonly id: bigint; readonly epoch: bigint }> {
  const guard = new Contract(record.contracts.GovernanceGuard.address, suiteInterface("GovernanceGuard"), provider);
  const council = (await guard.getFunction("councilOf").staticCall(safe)) as Result;
  const { id, epoch } = council.toObject() as Record<string, bigint>;
  const registry = new Contract(record.contracts.RoleRegistry.address, suiteInterface("RoleRegistry"), provider);
  // The epoch of the seats is the same whatever the role.
  const [, seatEpoch] = (await registry.getFunction("standingOf").staticCall(0, safe)) as [boolean, bigint];
  return { id: id ?? 0n, epoch: (epoch ?? 0n) + seatEpoch };
}
