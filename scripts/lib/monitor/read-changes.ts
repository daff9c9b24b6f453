import { readRecord, readStatus, type ChangeRecord } from "#lib/change/read-change";
import type { ChangeStatus } from "#lib/change/change-class";
import type { StateSource } from "#lib/monitor/state-source";

/** A change that somebody still has to approve or execute. */
export interface WaitingChange extends Pick<ChangeRecord, "class"> {
  readonly id: string;
  readonly status: ChangeStatus;
  /** Unix time of its proposal. */
  readonly since: number;
  /** Unix time at which it expires: the end of the window to approve it, or to execute it. */
  readonly until: number;
  /** Unix time from which it may execute; zero while it lacks approval. */
  readonly readyAt: number;
}

const WAITING = new Set<ChangeStatus>(["Proposed", "Queued", "Ready"]);

export async function readChanges({ provider, record, tally }: StateSource): Promise<WaitingChange[]> {
  const all = await Promise.all(
    tally
      .subjects("change")
      .map(async ({ id, block }) => ({ id, block, status: await readStatus(provider, record, id) })),
  );
  return Promise.all(
    all
      .filter(({ status }) => WAITING.has(status))
      .map(async ({ id, block, status }) => {
        const { class: changeClass, approveBy, readyAt, deadline } = await readRecord(provider, record, id);
        const since = (await provider.getBlock(block))?.timestamp ?? 0;
        const approved = status !== "Proposed";
        const [until, ready] = approved ? [deadline, readyAt] : [approveBy, 0];
        return { id, status, class: changeClass, since, until, readyAt: ready };
      }),
  );
}
