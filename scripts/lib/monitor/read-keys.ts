import type { Result } from "ethers";

import { contractAt } from "#lib/deployment/chain-state";
import { keyCategories, type KeyCategory } from "#lib/operations/key-id";
import type { StateSource } from "#lib/monitor/state-source";

/** In the order of the contract's enum. */
const STATUSES = ["None", "Current", "Due", "Overdue", "Compromised", "Rotated", "Retired"] as const;
type KeyStatus = (typeof STATUSES)[number];

/** A key that is in use. */
export interface LiveKey {
  readonly id: string;
  readonly category: KeyCategory | "none";
  readonly holder: string;
  readonly status: KeyStatus;
  /** Unix time at which it must have been replaced. */
  readonly dueAt: number;
}

const ENDED = new Set<KeyStatus>(["None", "Rotated", "Retired"]);

export async function readKeys({ provider, record, tally }: StateSource): Promise<LiveKey[]> {
  const keyOf = contractAt(provider, record, "KeyRegistry").getFunction("keyOf");
  const keys = await Promise.all(
    tally.subjects("key").map(async ({ id }): Promise<LiveKey> => {
      const key = ((await keyOf.staticCall(id)) as Result).toObject();
      return {
        id,
        category: keyCategories[Number(key["category"]) - 1] ?? "none",
        holder: String(key["holder"]),
        status: STATUSES[Number(key["status"])] ?? "None",
        dueAt: Number(key["dueAt"]),
      };
    }),
  );
  return keys.filter(({ status }) => !ENDED.has(status));
}
