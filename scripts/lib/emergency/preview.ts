import type { Provider } from "ethers";

import { chainTime } from "#lib/chain/chain-time";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { Restriction } from "#lib/emergency/acts";
import { isStricter } from "#lib/emergency/mode";
import { isReviewOverdue } from "#lib/emergency/read-debts";
import { readSystem, type SystemState } from "#lib/emergency/read-system";
import type { ModeName } from "#lib/emergency/system-modes";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** What a restriction would do to one system if it ran in the latest block. Times are Unix seconds. */
export interface RestrictionPreview {
  readonly system: string;
  readonly id: string;
  readonly now: ModeName;
  readonly after: ModeName;
  /** When the mode ends and its step-down to LIMITED begins; null when nothing changes. */
  readonly strictUntil: number | null;
  readonly limitedUntil: number | null;
  /** Seconds that the budget leaves for it. */
  readonly allowed: number;
  /** Why the contract would skip the system, or refuse a restriction of it alone; null when it would not. */
  readonly hindrance: string | null;
}

/** Reads what restrictions would do now. The budget that the chain tells is the reserve while a review is overdue. */
export async function previewRestrictions(
  provider: Provider,
  record: ContractsRecord,
  { restrictions, duration }: { readonly restrictions: readonly Restriction[]; readonly duration: number },
): Promise<{ readonly previews: readonly RestrictionPreview[]; readonly reviewOverdue: boolean }> {
  const now = await chainTime(provider);
  const [previews, reviewOverdue] = await Promise.all([
    Promise.all(
      restrictions.map(async (restriction) =>
        previewRestriction(await readSystem(provider, record, restriction.system, now), restriction, duration, now),
      ),
    ),
    isReviewOverdue(provider, record),
  ]);
  return { previews, reviewOverdue };
}

/** Bounds a restriction by the budget, as the contract does. */
export function previewRestriction(
  state: SystemState,
  { mode }: Restriction,
  duration: number,
  now: number,
): RestrictionPreview {
  const allowed = Math.min(duration, state.budgetLeft);
  const strictUntil = now + allowed;
  const head = { system: state.name, id: state.id, now: state.mode, allowed };
  const hindrance = !isStricter(mode, state.mode)
    ? `it is in ${state.mode} already${state.until === null ? "" : ` until ${isoTime(state.until)}`}`
    : allowed === 0
      ? "its budget is used up; the Sovereign Authority may extend it"
      : null;
  if (hindrance !== null) return { ...head, after: state.mode, strictUntil: null, limitedUntil: null, hindrance };
  return { ...head, after: mode, strictUntil, limitedUntil: strictUntil + allowed, hindrance };
}

/** One line. */
export function describePreview(preview: RestrictionPreview): string {
  const { system, now, after, strictUntil, limitedUntil, allowed, hindrance } = preview;
  if (hindrance !== null || strictUntil === null || limitedUntil === null) {
    return `${system}: stays ${now}, because ${hindrance ?? "nothing changes"}`;
  }
  const stepDown = `LIMITED until ${isoTime(limitedUntil)}, then NORMAL`;
  return `${system}: ${now} → ${after} for ${showDuration(allowed)}, until ${isoTime(strictUntil)}, then ${stepDown}`;
}
