import type { TransactionDescription } from "ethers";

import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Approval } from "#lib/evidence/format";
import type { KeyReplay } from "#lib/evidence/key-replay";
import type { ModeReplay } from "#lib/evidence/mode-replay";
import type { AbiSource, History } from "#lib/evidence/replay";
import { ClaimError } from "#lib/evidence/report";
import { callsOf } from "#lib/evidence/safe-transaction";
import type { Trust } from "#lib/evidence/trust";

export type Fail = (reason: string) => never;

/** What a verifier judges with. */
export interface Court {
  readonly history: History;
  readonly trust: Trust;
  readonly abiOf: AbiSource;
  /** What systems may do, at the event that is judged. */
  readonly modes: ModeReplay;
  /** Which keys may be used. */
  readonly keys: KeyReplay;
}

/** What of it says whether a call was made. */
export type CallCourt = Omit<Court, "modes" | "keys">;

/** What a council's Safe must have called. */
export interface CouncilCall {
  readonly safe: string;
  /** Contract by its name in the trust file; also the one that emitted `log`. */
  readonly contract: string;
  readonly methods: readonly string[];
  readonly fits: (call: TransactionDescription) => boolean;
  /** What it acted on, for the reader. */
  readonly subject: string;
}

/** The transaction of a council's Safe that made the call; it must be signed and in the bundle. */
export function requireCall(wanted: CouncilCall, log: ProvenLog, court: CallCourt, fail: Fail): Approval {
  const { safe, methods, subject } = wanted;
  const { history, trust } = court;
  if (!Object.values(trust.safes).some((item) => item.address === safe)) throw untrusted(safe, subject);
  const approval = history.transactionOf(safe, log) ?? fail(`no transaction of ${safe} stands behind it`);
  if (!makes(approval, wanted, log, court)) fail(`the transaction of ${safe} does not call ${methods.join(" or ")}`);
  return approval;
}

/** Whether `safe` is a council that made the call in the course of which the event was emitted. */
export function isCallOf(wanted: CouncilCall, log: ProvenLog, court: CallCourt): boolean {
  const approval = court.history.transactionOf(wanted.safe, log);
  return approval !== undefined && makes(approval, wanted, log, court);
}

/** The Safe that an event names made the call, as a council in `role`. */
export function requireCallOf(
  role: number,
  wanted: CouncilCall,
  log: ProvenLog,
  court: Court,
  fail: Fail,
): ReturnType<typeof requireCouncil> {
  if (court.history.governance.councilOf(wanted.safe) === null) fail(`${wanted.safe} was no council`);
  return requireCouncil(role, requireCall(wanted, log, court, fail), court.history, fail);
}

/**
 * The same for an event that does not name its Safe: whichever council made the call must hold the role.
 *
 * @returns Its transaction.
 */
export function requireCallInRole(
  role: number,
  wanted: Omit<CouncilCall, "safe">,
  log: ProvenLog,
  court: Court,
  fail: Fail,
): Approval {
  const { history, trust } = court;
  const makers = Object.values(trust.safes)
    .map(({ address }) => history.transactionOf(address, log))
    .filter((approval) => approval !== undefined && makes(approval, wanted, log, court));
  const approval = makers.find(
    (item) => item !== undefined && history.governance.holds(role, item.safe, log.timestamp),
  );
  const maker = approval ?? makers[0];
  if (maker !== undefined) {
    requireCouncil(role, maker, history, fail);
    return maker;
  }
  const known = Object.values(trust.safes).map(({ address }) => address);
  const stranger = history.governance.councilsWith(role, log.timestamp).find((safe) => !known.includes(safe));
  if (stranger !== undefined) throw untrusted(stranger, wanted.subject);
  return fail(`no transaction of a council calls ${wanted.methods.join(" or ")}`);
}

/**
 * The Safe held the role, was a registered council, and everyone who signed sat for an entity.
 *
 * @returns Bit sets of the signers' entities and constituencies.
 */
export function requireCouncil(
  role: number,
  approval: Approval,
  { governance }: History,
  fail: Fail,
): { readonly entities: bigint; readonly constituencies: number } {
  const { safe, records } = approval;
  if (!governance.holds(role, safe, approval.timestamp)) fail(`${safe} did not hold role ${role}`);
  const council = governance.councilOf(safe);
  if (council?.registered !== true) return fail(`${safe} was no registered council`);
  if (records.length < council.minThreshold) fail(`${records.length} signers of ${council.minThreshold}`);
  let entities = 0n;
  let constituencies = 0;
  for (const { signer, seat } of records) {
    if (seat === null) return fail(`${signer} signed without a seat`);
    entities |= 1n << BigInt(seat.entity);
    constituencies |= 1 << seat.constituency;
  }
  requireConstituencies(constituencies, council.constituencies, fail);
  return { entities, constituencies };
}

function makes(
  { transaction, safe }: Approval,
  { contract, methods, fits }: Omit<CouncilCall, "safe">,
  log: ProvenLog,
  { trust, abiOf }: CallCourt,
): boolean {
  return callsOf(transaction, safe, trust.multiSendCallOnly).some((call) => {
    if (call.to !== log.address) return false;
    const parsed = abiOf(contract)?.parseTransaction({ data: call.data }) ?? null;
    return parsed !== null && methods.includes(parsed.name) && fits(parsed);
  });
}

function untrusted(safe: string, subject: string): ClaimError {
  return new ClaimError(`${safe} acted on ${subject} as a council and is not in the trust file`, {}, "UNPROVEN");
}

export function requireConstituencies(present: number, required: number, fail: Fail): void {
  const missing = (required & ~present) >>> 0;
  if (missing !== 0) fail(`no signer of constituency ${31 - Math.clz32(missing)}`);
}
