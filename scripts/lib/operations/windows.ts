import { Contract, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory, withTopics } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/** A maintenance window. Times are Unix seconds. */
export interface MaintenanceWindow {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly announcedAt: number;
  /** Of the notice that says what is done in it, and who is told. */
  readonly digest: string;
  readonly state: "ahead" | "open" | "past" | "withdrawn";
  /** Where it was announced. */
  readonly transactionHash: string;
  readonly blockNumber: number;
  /** Where it was withdrawn; null for one that was not. */
  readonly withdrawnIn: string | null;
}

/** A window that is to be announced. */
export type WindowDraft = Pick<MaintenanceWindow, "start" | "end" | "digest">;

/** Every window, in the order of announcement. @param now Unix time of the latest block. */
export async function listWindows(
  provider: Provider,
  record: ContractsRecord,
  now: number,
): Promise<MaintenanceWindow[]> {
  const abi = suiteInterface("OperationsLog");
  const { address } = record.contracts.OperationsLog;
  const history = await readHistory(provider, record, "OperationsLog");
  const [announced = [], withdrawals = []] = ["MaintenanceWindowAnnounced", "MaintenanceWindowWithdrawn"].map((name) =>
    withTopics(history, [abi.getEvent(name)?.topicHash]),
  );
  const withdrawn = new Map(withdrawals.map((log) => [BigInt(log.topics[1] ?? 0), log.transactionHash]));
  const log = new Contract(address, abi, provider);
  return Promise.all(
    announced.map(async ({ topics, data, transactionHash, blockNumber }) => {
      const id = BigInt(topics[1] ?? 0);
      const said = abi.parseLog({ topics: [...topics], data })?.args;
      const [start, end] = [Number(said?.["start"]), Number(said?.["end"])];
      const known = (await log.getFunction("windowOf").staticCall(id)) as Result;
      const withdrawnIn = withdrawn.get(id) ?? null;
      return {
        id: Number(id),
        start,
        end,
        announcedAt: Number(known["announcedAt"]),
        digest: String(said?.["digest"]),
        state: stateAt({ start, end, withdrawnIn }, now),
        transactionHash,
        blockNumber,
        withdrawnIn,
      };
    }),
  );
}

/**
 * Announces a window, unless one that is the same to the second and the digest stands.
 *
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function announceWindow(
  sending: Sending,
  record: ContractsRecord,
  { start, end, digest }: WindowDraft,
  { dryRun, windows }: { readonly dryRun: boolean; readonly windows: readonly MaintenanceWindow[] },
): Promise<ActResult> {
  const same = windows.filter((item) => item.start === start && item.end === end && item.digest === digest);
  const intent = {
    // Announced anew after it was withdrawn, it is another one.
    key: `window:${String(start)}:${String(end)}:${digest}:${String(same.length)}`,
    action: "The announcement",
    to: record.contracts.OperationsLog.address,
    data: suiteInterface("OperationsLog").encodeFunctionData("announceWindow", [start, end, digest]),
  };
  return actOnce(sending, intent, { dryRun, done: same.find(({ withdrawnIn }) => withdrawnIn === null) });
}

/** Withdraws a window, unless it is. */
export async function withdrawWindow(
  sending: Sending,
  record: ContractsRecord,
  { id, withdrawnIn }: MaintenanceWindow,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActResult> {
  const intent = {
    key: `window:${String(id)}:withdraw`,
    action: "The withdrawal",
    to: record.contracts.OperationsLog.address,
    data: suiteInterface("OperationsLog").encodeFunctionData("withdrawWindow", [id]),
  };
  const done = withdrawnIn === null ? undefined : { transactionHash: withdrawnIn, blockNumber: null };
  return actOnce(sending, intent, { dryRun, done });
}

/** @throws SuiteError `input/unknown-window`. */
export function windowById(windows: readonly MaintenanceWindow[], id: number): MaintenanceWindow {
  const found = windows.find((window) => window.id === id);
  if (found !== undefined) return found;
  throw new SuiteError({
    code: "input/unknown-window",
    message: `No maintenance window has the number ${String(id)}.`,
    hint: "List them with: npx hardhat operations window list",
    details: { id, known: windows.map((window) => window.id) },
  });
}

/** One line. */
export function describeWindow({ id, start, end, announcedAt, digest, state }: MaintenanceWindow): string {
  const notice = showDuration(start - announcedAt);
  return `${String(id)}  ${state}  ${isoTime(start)} to ${isoTime(end)}, announced ${notice} ahead, notice ${digest}`;
}

function stateAt(
  { start, end, withdrawnIn }: Pick<MaintenanceWindow, "start" | "end" | "withdrawnIn">,
  now: number,
): MaintenanceWindow["state"] {
  if (withdrawnIn !== null) return "withdrawn";
  if (now < start) return "ahead";
  return now < end ? "open" : "past";
}
