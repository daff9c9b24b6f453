import type { Provider } from "ethers";

import { changeHistory, type ChangeEvent } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** Seconds for which monitoring's word holds, as `Acknowledgements` has it. */
const ACKNOWLEDGEMENT_MAX_AGE = 86_400;

/** Monitoring's word that it looked, as the chain has it. */
export interface Acknowledgement {
  readonly monitor: string;
  readonly observedBlock: number;
  readonly observedHash: string;
  /** keccak256 of the snapshot. */
  readonly metricsDigest: string;
  /** Unix time. */
  readonly acknowledgedAt: number;
  readonly transactionHash: string;
  readonly blockNumber: number;
  /** Whether it follows the approvals that stand; older ones fell with theirs. */
  readonly ofThisRound: boolean;
}

/** Every acknowledgement of a change, oldest first; the last of this round is the one that counts. */
export async function readAcknowledgements(
  provider: Provider,
  record: ContractsRecord,
  id: string,
): Promise<Acknowledgement[]> {
  return acknowledgementsIn(provider, await changeHistory(provider, record, id));
}

/** As {@link readAcknowledgements}, from a history that is at hand. */
export async function acknowledgementsIn(
  provider: Provider,
  history: readonly ChangeEvent[],
): Promise<Acknowledgement[]> {
  const queued = history.findLastIndex(({ name }) => name === "ChangeQueued");
  const takenBack = history.findLastIndex(({ name }) => name === "ChangeVetoed" || name === "ApprovalWithdrawn");
  return Promise.all(
    history.flatMap(({ name, args, transactionHash, blockNumber }, index) =>
      name === "ChangeAcknowledged"
        ? [
            provider.getBlock(blockNumber).then((block) => ({
              monitor: String(args["monitor"]),
              observedBlock: Number(args["observedBlock"]),
              observedHash: String(args["observedHash"]),
              metricsDigest: String(args["metricsDigest"]),
              acknowledgedAt: block?.timestamp ?? 0,
              transactionHash,
              blockNumber,
              ofThisRound: index > queued && queued > takenBack,
            })),
          ]
        : [],
    ),
  );
}

/** The acknowledgement that an execution would go by. */
export function standingAcknowledgement(given: readonly Acknowledgement[]): Acknowledgement | undefined {
  return given.findLast(({ ofThisRound }) => ofThisRound);
}

/** Whether it was given too long ago to execute on. */
export function isStale({ acknowledgedAt }: Pick<Acknowledgement, "acknowledgedAt">, now: number): boolean {
  return now > acknowledgedAt + ACKNOWLEDGEMENT_MAX_AGE;
}

/** In words, by the clock of `now`. */
export function describeAcknowledgement(given: Acknowledgement | undefined, now: number): string {
  if (given === undefined) return "not acknowledged by monitoring";
  const age = now - given.acknowledgedAt;
  const end = isoTime(given.acknowledgedAt + ACKNOWLEDGEMENT_MAX_AGE);
  const state = isStale(given, now) ? `STALE since ${end}` : `good until ${end}`;
  return `acknowledged ${showDuration(age)} ago at block ${String(given.observedBlock)}, ${state}`;
}
