import type { ChangeCall } from "#lib/evidence/change-format";
import type { ProvenLog } from "#lib/evidence/chain-data";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { actOf } from "#lib/evidence/event-values";

/** An event of a register, where it stands. */
export interface RegisterRecord {
  readonly contract: string;
  readonly sequence: number;
  readonly event: DescribedEvent;
  readonly log: ProvenLog;
  /** Transactions of councils' Safes that called the register before, in the same transaction. */
  readonly callers: () => string[];
  /** What a call to `target` says, and to which of the suite's contracts. */
  readonly readCall: (target: string, data: string) => ReadCall;
}

/** A call as the suite's ABIs tell it. */
export type ReadCall = Pick<ChangeCall, "contract" | "call">;

type Act = ReturnType<typeof actOf>;

/** When, where and by whom something was done, as the registers' views say it. */
export function deedOf(record: RegisterRecord): Act & { by: string | null; approvals: string[] } {
  const by = textArgument(record.event, "by");
  return { ...actOf(record), by: by === "" ? null : by, approvals: record.callers() };
}

/** The same, with its block. */
export function placedDeedOf(record: RegisterRecord): ReturnType<typeof deedOf> & { blockNumber: number } {
  return { ...deedOf(record), blockNumber: record.log.blockNumber };
}
