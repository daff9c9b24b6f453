import { ZeroAddress, ZeroHash } from "ethers";

import { addressOfWord, type ProvenState, wordOf } from "#lib/evidence/account-state";
import type { Approval } from "#lib/evidence/format";
import type { History, Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import { ownerSlot, safeSlots } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";

/** Judges the transactions of councils' Safes as they happened, and the Safes themselves at the end. */
export class SafeJudge {
  readonly #ledger: ClaimLedger;
  readonly #succeeded = new Set<string>();

  constructor(ledger: ClaimLedger) {
    this.#ledger = ledger;
  }

  judge(step: Step, history: History): void {
    if (step.kind === "safe") {
      const { approval, before } = step;
      const place = { contract: approval.council };
      this.#ledger.attempt("approval", () => {
        requireSound(approval, before);
        requireVouched(approval, history);
        const recovered = approval.records.filter((record) => record.recovered).length;
        const vouched = approval.records.length - recovered;
        this.#ledger.prove(
          "approval",
          `Safe transaction ${approval.nonce} (${approval.safeTxHash}): ${recovered} signers recovered` +
            (vouched === 0 ? "" : `, ${vouched} accepted by the Safe's code (${kindsOf(approval)})`),
          place,
        );
      });
    }
    if (step.kind === "outcome") this.#judgeOutcome(step);
  }

  /** What the Safes must look like at the anchor after all that they did. */
  conclude(history: History, state: ProvenState, trust: Trust): void {
    for (const [council, trusted] of Object.entries(trust.safes)) {
      this.#ledger.attempt("safe", () => {
        this.#concludeSafe(council, trusted, history, state, trust);
      });
    }
  }

  #judgeOutcome(step: Extract<Step, { kind: "outcome" }>): void {
    const hash = step.log.topics[1] ?? "";
    if (step.name === "ExecutionSuccess" && step.known) this.#succeeded.add(hash);
    else if (step.name === "ExecutionSuccess") {
      this.#ledger.fail("approval", `Safe ${step.safe} executed ${hash}, which no recorded transaction hashes to`);
    } else this.#ledger.fail("approval", `Safe ${step.safe}: ${step.name} in block ${step.log.blockNumber}`);
  }

  #concludeSafe(
    council: string,
    trusted: Trust["safes"][string],
    history: History,
    state: ProvenState,
    trust: Trust,
  ): void {
    const { address } = trusted;
    const fail = (reason: string): never => {
      throw new ClaimError(`Safe ${council}: ${reason}`, { contract: council });
    };
    const safe = history.safes.get(address);
    if (safe === undefined) return fail("unknown");
    const word = (slot: string): string => wordOf(state, address, slot);
    if (state.get(address)?.codehash !== trusted.codehash) fail("does not have the trusted proxy code");
    const singleton = state.get(addressOfWord(word(safeSlots.singleton)));
    if (singleton === undefined || !trusted.singletons.includes(singleton.codehash))
      fail("does not run a trusted singleton");
    const nonce = BigInt(word(safeSlots.nonce));
    if (nonce !== BigInt(safe.nonce)) fail(`made ${nonce} transactions, the bundle holds ${safe.nonce}`);
    if (BigInt(word(safeSlots.threshold)) !== BigInt(safe.threshold))
      fail("its threshold does not follow from its history");
    if (BigInt(word(safeSlots.ownerCount)) !== BigInt(safe.owners.length))
      fail("its owners do not follow from its history");
    for (const owner of safe.owners) if (word(ownerSlot(owner)) === ZeroHash) fail(`${owner} is no owner`);
    const pending = [...history.approvals.values()].find(
      (approval) => approval.safe === address && !this.#succeeded.has(approval.safeTxHash),
    );
    if (pending !== undefined) fail(`transaction ${pending.nonce} has no outcome`);
    judgeGuard(word, history.governance.councilOf(address)?.exited === true, trust, fail);
    this.#ledger.prove(
      "safe",
      `all ${safe.nonce} transactions are here, none is missing; owners and threshold follow`,
      {
        contract: council,
      },
    );
  }
}

function judgeGuard(
  word: (slot: string) => string,
  exited: boolean,
  trust: Trust,
  fail: (reason: string) => void,
): void {
  const guard = trust.contracts["GovernanceGuard"]?.address;
  if (guard === undefined || exited) return;
  for (const slot of [safeSlots.guard, safeSlots.moduleGuard]) {
    const found = addressOfWord(word(slot));
    if (found !== guard) fail(found === ZeroAddress ? "has no guard" : `has the guard ${found}`);
  }
}

function requireSound(
  approval: Approval,
  before: { owners: readonly string[]; threshold: number; nonce: number },
): void {
  const fail = (reason: string): never => {
    throw new ClaimError(`Safe transaction ${approval.safeTxHash}: ${reason}`, { contract: approval.council });
  };
  const { nonce, threshold, records, transaction } = approval;
  if (nonce !== before.nonce) fail(`has nonce ${nonce} where ${before.nonce} is next`);
  if (threshold !== before.threshold) fail(`was checked against threshold ${threshold}, not ${before.threshold}`);
  if (records.length !== threshold) fail(`${records.length} signatures for a threshold of ${threshold}`);
  let last = 0n;
  for (const { signer } of records) {
    if (!before.owners.includes(signer)) fail(`${signer} signed and is no owner`);
    // The Safe wants signers in ascending order; that makes them distinct.
    if (BigInt(signer) <= last) fail(`${signer} signed twice or out of order`);
    last = BigInt(signer);
  }
  const { safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } = transaction;
  const pays = [safeTxGas, baseGas, gasPrice].some((value) => value !== "0");
  if (pays || gasToken !== ZeroAddress || refundReceiver !== ZeroAddress) fail("has gas or refund fields");
}

/**
 * Who signed by no signature of a key. An approved hash stands on the Safe's own books: its event is there. What a
 * contract's code accepted by EIP-1271 (the Safe asked it and went on) says nothing about the people behind it.
 */
function requireVouched({ safe, safeTxHash, council, records }: Approval, history: History): void {
  for (const { signer, kind } of records) {
    if (kind === "approvedHash" && !history.hasApproved(safe, signer, safeTxHash)) {
      throw new ClaimError(`Safe transaction ${safeTxHash}: ${signer} never approved it on the Safe`, {
        contract: council,
      });
    }
  }
  const contract = records.find(({ kind }) => kind === "contract");
  if (contract === undefined) return;
  throw new ClaimError(
    `Safe transaction ${safeTxHash}: the owner ${contract.signer} is a contract; its code accepted, who is behind it is not in the bundle`,
    { contract: council },
    "UNPROVEN",
  );
}

function kindsOf(approval: Approval): string {
  const kinds = approval.records.filter((record) => !record.recovered).map((record) => record.kind);
  return [...new Set(kinds)].join(", ");
}
