import type { TransactionDescription } from "ethers";

import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Approval } from "#lib/evidence/format";
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
}

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
export function requireCall(wanted: CouncilCall, log: ProvenLog, court: Court, fail: Fail): Approval {
  const { safe, contract, methods, fits, subject } = wanted;
  const { history, trust, abiOf } = court;
  if (!Object.values(trust.safes).some((item) => item.address === safe)) {
    throw new ClaimError(`${safe} acted on ${subject} as a council and is not in the trust file`, {}, "UNPROVEN");
  }
  const approval = history.transactionOf(safe, log) ?? fail(`no transaction of ${safe} stands behind it`);
  const made = callsOf(approval.transaction, safe, trust.multiSendCallOnly).some((call) => {
    if (call.to !== log.address) return false;
    const parsed = abiOf(contract)?.parseTransaction({ data: call.data }) ?? null;
    return parsed !== null && methods.includes(parsed.name) && fits(parsed);
  });
  if (!made) fail(`the transaction of ${safe} does not call ${methods.join(" or ")}`);
  return approval;
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

export function requireConstituencies(present: number, required: number, fail: Fail): void {
  const missing = (required & ~present) >>> 0;
  if (missing !== 0) fail(`no signer of constituency ${31 - Math.clz32(missing)}`);
}
