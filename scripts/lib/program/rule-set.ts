import { keccak256 } from "ethers";
import { z } from "zod";

import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";
import { readJsonFile } from "#lib/files/json-file";
import { quantitySchema } from "#lib/files/schemas";

/** What the contracts count amounts in. */
export const MAX_AMOUNT = (1n << 128n) - 1n;

const DAY = 86_400;

const keySchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "not a name such as residence");

/** A positive amount in the smallest unit of the currency. */
const amountSchema = quantitySchema.refine(
  (value) => BigInt(value) > 0n && BigInt(value) <= MAX_AMOUNT,
  "not between 1 and 2^128 - 1",
);

/** How beneficiaries are told apart. One spelling for one person, or pseudonyms would differ: nothing is normalised. */
const beneficiarySchema = z
  .strictObject({
    /** Which numbers these are: the same digits of another register are another person. */
    scheme: keySchema,
    alphabet: z.enum(["digits", "digits-and-capitals"]),
    minLength: z.number().int().min(4).max(64),
    maxLength: z.number().int().min(4).max(64),
  })
  .refine(({ minLength, maxLength }) => minLength <= maxLength, "minLength exceeds maxLength");

const criterionSchema = z.strictObject({
  criterion: keySchema,
  /** What must be true of a beneficiary, in the words of the law. */
  statement: z.string().min(1).max(500),
  /** Schema of the credential that proves it. */
  provenBy: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "not a label"),
});

const capsSchema = z
  .strictObject({
    /** Of one row. */
    rowMaximum: amountSchema,
    /** Of all batches of one period together. */
    period: z.strictObject({ rows: z.number().int().positive().max(0xffff_ffff), amount: amountSchema }),
  })
  .refine(({ rowMaximum, period }) => BigInt(rowMaximum) <= BigInt(period.amount), "one row exceeds a whole period");

/** The rules of a programme, in one version: who is paid, how much at most, and when. */
export const ruleSetSchema = z.strictObject({
  schema: z.literal("sign.rule-set.v1"),
  program: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "not a label"),
  version: z.number().int().positive().max(0xffff_ffff),
  currency: z.strictObject({
    code: z.string().regex(/^[A-Z0-9]{3,12}$/, "not a code such as EUR"),
    decimals: z.number().int().min(0).max(18),
  }),
  beneficiary: beneficiarySchema,
  eligibility: z
    .array(criterionSchema)
    .min(1)
    .max(64)
    .refine(
      (criteria) => new Set(criteria.map(({ criterion }) => criterion)).size === criteria.length,
      "a criterion is listed twice",
    ),
  caps: capsSchema,
  schedule: z.strictObject({
    /** When period 1 begins. */
    startsAt: z.iso.datetime({ offset: true }),
    /** Seconds. */
    periodLength: z
      .number()
      .int()
      .min(DAY)
      .max(366 * DAY),
  }),
});

export type RuleSet = z.output<typeof ruleSetSchema>;

/** A rule set and what stands for it on the chain. */
export interface KnownRuleSet {
  readonly ruleSet: RuleSet;
  readonly digest: string;
}

/**
 * Reads a rule set.
 *
 * @throws SuiteError those of `readJsonFile`.
 */
export function readRuleSet(path: string): KnownRuleSet {
  const ruleSet = readJsonFile(path, ruleSetSchema);
  return { ruleSet, digest: ruleSetDigest(ruleSet) };
}

/** keccak256 of the canonical JSON (RFC 8785): the same however the file is laid out. */
export function ruleSetDigest(ruleSet: RuleSet): string {
  return keccak256(toBytes(toCanonicalJson(ruleSet)));
}
