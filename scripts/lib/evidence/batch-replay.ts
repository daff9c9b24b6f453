import { AbiCoder, keccak256, ZeroHash } from "ethers";

import type { BatchTerms } from "#lib/evidence/batch-history";
import { firstOf } from "#lib/evidence/first-of";
import { periodOf, type ProgramState } from "#lib/evidence/program-replay";

/** `BatchAdmission.MAX_COUNT`. */
const MAX_COUNT = 10_000_000;

/** A batch as the ledger keeps it; amounts in the smallest unit. */
export interface BatchState {
  readonly programId: string;
  readonly submitter: string;
  readonly distributor: number;
  readonly manifestDigest: string;
  readonly terms: BatchTerms;
  readonly total: bigint;
  status: "Pending" | "Authorised" | "Rejected" | "Reconciled";
  settled: bigint;
  /** Of the rows that are not paid: exceptions that are open or were upheld. */
  setAside: bigint;
  settledRows: number;
  rowsSetAside: number;
  openExceptions: number;
}

export function newBatch(terms: BatchTerms, submitter: string, distributor: number): BatchState {
  const { programId, manifestDigest, total } = terms;
  return {
    programId,
    submitter,
    distributor,
    manifestDigest,
    terms,
    total: BigInt(total),
    status: "Pending",
    settled: 0n,
    setAside: 0n,
    settledRows: 0,
    rowsSetAside: 0,
    openExceptions: 0,
  };
}

/** The id covers all terms. */
export function batchIdOf(chainId: number, ledger: string, distributor: number, terms: BatchTerms): string {
  const { programId, root, count, total, ruleSetVersion, period, manifestDigest } = terms;
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ["uint256", "address", "uint8", "(bytes32,bytes32,uint32,uint128,uint32,uint32,bytes32)"],
    [chainId, ledger, distributor, [programId, root, count, total, ruleSetVersion, period, manifestDigest]],
  );
  return keccak256(encoded);
}

/** Why a batch does not fit the present terms of its programme; null when it does. As `BatchAdmission.sol`. */
export function whyNotAdmissible(
  terms: BatchTerms,
  distributor: number,
  program: ProgramState | undefined,
  now: number,
): string | null {
  if (program === undefined) return "is of a programme that was never registered";
  const { ruleSet, phase } = program;
  const period = periodOf(program, now);
  const maximum = BigInt(terms.count) * ruleSet.rowMaximum;
  return firstOf(
    program.closed ? "is of a programme that is closed" : null,
    phase === "Assessment" ? "is of a programme that distributes nothing yet" : null,
    program.entities.has(distributor) ? null : `is of entity ${distributor}, which the programme does not authorise`,
    terms.period === period && period !== 0 ? null : `is of period ${terms.period}, the present one was ${period}`,
    terms.ruleSetVersion === ruleSet.version && ruleSet.version !== 0
      ? null
      : `follows rule set ${terms.ruleSetVersion}, in force was ${ruleSet.version}`,
    terms.count >= 1 && terms.count <= MAX_COUNT ? null : `has ${terms.count} rows`,
    BigInt(terms.total) === 0n ? "distributes nothing" : null,
    BigInt(terms.total) > maximum ? `grants ${terms.total} to ${terms.count} rows, which may have ${maximum}` : null,
    [terms.root, terms.manifestDigest].includes(ZeroHash) ? "lacks its root or its manifest" : null,
  );
}

/** Why so much is not outstanding any more; null when it is. */
export function whyNotOutstanding(batch: BatchState, amount: bigint, rows: number): string | null {
  const outstanding = batch.total - batch.settled - batch.setAside;
  const rowsLeft = Math.max(0, batch.terms.count - batch.settledRows - batch.rowsSetAside);
  return firstOf(
    amount > outstanding ? `takes ${amount} of a batch of which ${outstanding} is outstanding` : null,
    rows > rowsLeft ? `takes ${rows} rows of a batch of which ${rowsLeft} are outstanding` : null,
  );
}
