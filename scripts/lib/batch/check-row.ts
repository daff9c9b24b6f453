import { hash } from "node:crypto";

import type { PayoutRow } from "#lib/batch/payout-file";
import type { Refusal } from "#lib/batch/refusals";
import { fromHex, keccak } from "#lib/batch/row";
import { MAX_AMOUNT, type RuleSet } from "#lib/program/rule-set";

/** A row that the rule set lets pass by itself. */
export interface CheckedRow {
  readonly identifier: string;
  readonly amount: bigint;
  readonly identityProof: Buffer;
  readonly eligibilityProof: Buffer;
}

/** Judges one row by itself: what is wrong with it first, or its values. */
export type RowCheck = (row: PayoutRow) => CheckedRow | Omit<Refusal, "line">;

const REFERENCE = /^0x[0-9a-f]{64}$/;
const AMOUNT = /^[1-9][0-9]{0,38}$/;
const ZERO_REFERENCE = `0x${"0".repeat(64)}`;

/** Prepares the check of rows against a rule set. */
export function rowCheck({ beneficiary, caps }: RuleSet): RowCheck {
  const { alphabet, minLength, maxLength } = beneficiary;
  const letters = alphabet === "digits" ? "0-9" : "0-9A-Z";
  const spelling = new RegExp(`^[${letters}]{${minLength},${maxLength}}$`);
  const rowMaximum = BigInt(caps.rowMaximum);
  return (row) => {
    if (!spelling.test(row.id)) return { reason: "identifier-form", field: "id" };
    for (const field of ["identityProof", "eligibilityProof"] as const) {
      if (!REFERENCE.test(row[field]) || row[field] === ZERO_REFERENCE) return { reason: "reference-form", field };
    }
    const identityProof = fromHex(row.identityProof);
    const eligibilityProof = fromHex(row.eligibilityProof);
    for (const guess of guesses(row.id)) {
      if (identityProof.equals(guess)) return { reason: "reference-reveals-identifier", field: "identityProof" };
      if (eligibilityProof.equals(guess)) return { reason: "reference-reveals-identifier", field: "eligibilityProof" };
    }
    const amount = AMOUNT.test(row.amount) ? BigInt(row.amount) : undefined;
    if (amount === undefined || amount > MAX_AMOUNT) return { reason: "amount-form", field: "amount" };
    if (amount > rowMaximum) return { reason: "over-row-maximum", field: "amount" };
    return { identifier: row.id, amount, identityProof, eligibilityProof };
  };
}

/** What a careless source of references would make of an identifier. */
function guesses(identifier: string): readonly Uint8Array[] {
  const bytes = Buffer.from(identifier, "utf8");
  return [hash("sha256", bytes, "buffer"), keccak(bytes)];
}
