import { readKey } from "#lib/keys/read-key";
import type { Key, KeyStatus } from "#lib/keys/key";
import type { StateSource } from "#lib/monitor/state-source";

/** A key that is in use. */
export interface LiveKey extends Pick<Key, "category" | "holder" | "status" | "dueAt"> {
  /** Its id where nobody remembers its name. */
  readonly name: string;
}

const ENDED = new Set<KeyStatus>(["None", "Rotated", "Retired"]);

export async function readKeys({ provider, record, tally, names }: StateSource): Promise<LiveKey[]> {
  const keys = await Promise.all(tally.subjects("key").map(({ id }) => readKey(provider, record, id)));
  return keys
    .filter((key) => key !== undefined)
    .filter(({ status }) => !ENDED.has(status))
    .map(({ id, category, holder, status, dueAt }) => ({ name: names.key(id), category, holder, status, dueAt }));
}
