import { Contract, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { showDuration } from "#lib/input/show-duration";
import { PERIOD_BOUNDS, type Key, type KeyTerms } from "#lib/keys/key";
import type { KeyCategory, KeyName } from "#lib/keys/key-id";
import { readKey } from "#lib/keys/read-key";

/**
 * Refuses what the register would refuse, in its words. A council's act cannot be tried out before it is signed: the
 * register takes it only while the Safe's transaction is in flight.
 *
 * @throws SuiteError `refused/key-already-registered` and those of {@link requireTerms}.
 */
export async function requireRegistrable(
  provider: Provider,
  record: ContractsRecord,
  key: KeyName,
  terms: KeyTerms,
): Promise<void> {
  if ((await readKey(provider, record, key.id)) !== undefined) {
    throw new SuiteError({
      code: "refused/key-already-registered",
      message: `The key ${key.text} (${key.id}) is registered already.`,
      hint: "An id is never used twice. Replace the key by one of another name: npx hardhat key rotate",
      details: { key: key.text, id: key.id },
    });
  }
  await requireTerms(provider, record, key.category, terms);
}

/**
 * {@link requireRegistrable} for the successor of a key.
 *
 * @throws SuiteError also `refused/unexpected-key-status`, `refused/entity-mismatch`.
 */
export async function requireRotatable(
  provider: Provider,
  record: ContractsRecord,
  current: Key,
  successor: KeyName,
  terms: KeyTerms,
): Promise<void> {
  requireInUse(current);
  await requireRegistrable(provider, record, successor, terms);
  const entity = await entityOf(provider, record, terms.holder);
  if (entity === (current.entity ?? 0)) return;
  throw new SuiteError({
    code: "refused/entity-mismatch",
    message: `${terms.holder} acts for entity ${String(entity)}, the key's holder for ${String(current.entity ?? 0)}.`,
    hint: "A key is replaced by one of the same entity; retire it and register another one instead.",
    details: { key: current.id, entity, expected: current.entity ?? 0 },
  });
}

/** @throws SuiteError `refused/unexpected-key-status` for a key that was replaced or retired. */
export function requireInUse({ id, status, endedAt, successor }: Key): void {
  if (endedAt === null) return;
  throw new SuiteError({
    code: "refused/unexpected-key-status",
    message: `The key ${id} is ${status}: it is out of use.`,
    hint: successor === null ? "There is nothing left to do with it." : `Its successor is ${successor}.`,
    details: { id, status, successor },
  });
}

async function requireTerms(
  provider: Provider,
  record: ContractsRecord,
  category: KeyCategory,
  { holder, custody, rotationPeriod }: KeyTerms,
): Promise<void> {
  requireCustody(category, custody);
  const [shortest, longest] = PERIOD_BOUNDS[category];
  if (rotationPeriod < shortest || rotationPeriod > longest) {
    throw new SuiteError({
      code: "refused/rotation-period-out-of-bounds",
      message: `A ${category} key is replaced every ${showDuration(shortest)} to ${showDuration(longest)}, not every ${showDuration(rotationPeriod)}.`,
      hint: "Give another period with --rotation.",
      details: { category, rotationPeriod, shortest, longest },
    });
  }
  if (custody === "multisig" && (await provider.getCode(holder)) === "0x") {
    throw new SuiteError({
      code: "refused/multisig-required",
      message: `${holder} has no code: it is no multisig.`,
      hint: "Name the Safe with --holder, or another custody.",
      details: { holder },
    });
  }
  const registry = new Contract(record.contracts.RoleRegistry.address, suiteInterface("RoleRegistry"), provider);
  const seats = (await registry.getFunction("seatCount").staticCall(holder)) as bigint;
  if (seats > 0n || (await entityOf(provider, record, holder)) !== 0) return;
  throw new SuiteError({
    code: "refused/entity-required",
    message: `${holder} is bound to no legal entity, and is no council.`,
    hint: "The RoleRegistry must know whose key it is: bind the account first, by a change.",
    details: { holder },
  });
}

/** @throws SuiteError `refused/custody-too-weak`: "governance keys should be multisig and/or HSM-backed". */
function requireCustody(category: KeyCategory, custody: KeyTerms["custody"]): void {
  if (category !== "governance" || custody !== "software") return;
  throw new SuiteError({
    code: "refused/custody-too-weak",
    message: "A governance key is kept by a multisig or an HSM, never by software; no exception is recorded for one.",
    hint: "Give --custody multisig or --custody hsm.",
    details: { category, custody },
  });
}

async function entityOf(provider: Provider, record: ContractsRecord, account: string): Promise<number> {
  const registry = new Contract(record.contracts.RoleRegistry.address, suiteInterface("RoleRegistry"), provider);
  return Number((await registry.getFunction("entityOf").staticCall(account)) as bigint);
}
