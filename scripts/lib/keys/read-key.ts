import { Contract, ZeroHash, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory, withTopics } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";
import { custodies, keyStatuses, type Key } from "#lib/keys/key";
import { keyCategories } from "#lib/keys/key-id";

/** A key; undefined when the register does not know it. */
export async function readKey(provider: Provider, record: ContractsRecord, id: string): Promise<Key | undefined> {
  const registry = new Contract(record.contracts.KeyRegistry.address, suiteInterface("KeyRegistry"), provider);
  const [answer, usable] = await Promise.all([
    registry.getFunction("keyOf").staticCall(id) as Promise<Result>,
    registry.getFunction("isUsable").staticCall(id) as Promise<boolean>,
  ]);
  const fields = answer.toObject();
  const number = (name: string): number => Number(fields[name]);
  const later = (name: string): number | null => (number(name) === 0 ? null : number(name));
  const category = keyCategories[number("category") - 1];
  if (category === undefined) return undefined;
  return {
    id,
    category,
    status: keyStatuses[number("status")] ?? "None",
    custody: custodies[number("custody")] ?? "none",
    custodyDigest: String(fields["custodyDigest"]),
    entity: later("entity"),
    holder: String(fields["holder"]),
    registeredAt: number("registeredAt"),
    dueAt: number("dueAt"),
    rotationPeriod: number("rotationPeriod"),
    compromisedAt: later("compromisedAt"),
    endedAt: later("endedAt"),
    drilledAt: later("drilledAt"),
    successor: fields["successor"] === ZeroHash ? null : String(fields["successor"]),
    usable,
  };
}

/**
 * A key that must be known.
 *
 * @throws SuiteError `input/unknown-key`.
 */
export async function findKey(provider: Provider, record: ContractsRecord, name: Label): Promise<Key> {
  const key = await readKey(provider, record, name.id);
  if (key !== undefined) return key;
  throw new SuiteError({
    code: "input/unknown-key",
    message: `The KeyRegistry knows no key "${name.text}" (${name.id}).`,
    hint: "Check category and name, letter by letter; list keys with: npx hardhat key list",
    details: { key: name.text, id: name.id },
  });
}

/** Every key that was ever registered, oldest first. */
export async function listKeys(provider: Provider, record: ContractsRecord): Promise<Key[]> {
  const history = await readHistory(provider, record, "KeyRegistry");
  const logs = withTopics(history, [suiteInterface("KeyRegistry").getEvent("KeyRegistered")?.topicHash]);
  const keys = await Promise.all(logs.map(({ topics }) => readKey(provider, record, topics[1] ?? ZeroHash)));
  return keys.filter((key) => key !== undefined);
}

/** The keys from `key` to the one that is in use, or that ended the chain; `key` is the first. */
export async function successorsOf(provider: Provider, record: ContractsRecord, key: Key): Promise<Key[]> {
  const chain = [key];
  for (let { successor } = key; successor !== null;) {
    const next = await readKey(provider, record, successor);
    // Ids are never used twice: only a node that does not tell the truth leads back.
    if (next === undefined || chain.some(({ id }) => id === next.id)) break;
    chain.push(next);
    ({ successor } = next);
  }
  return chain;
}
