import { z } from "zod";

import { disclosedRowSchema } from "#lib/batch/disclosure";
import { MAX_SAMPLE, SAMPLE_ALGORITHM } from "#lib/disclosure/sample";
import { count, digest } from "#lib/evidence/format-values";
import { toCanonicalJson } from "#lib/files/canonical-json";

/** Which rows a disclosure is about. */
const selectionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("row"), index: count }),
  z.strictObject({
    kind: z.literal("sample"),
    algorithm: z.literal(SAMPLE_ALGORITHM),
    size: z.int().positive().max(MAX_SAMPLE),
  }),
]);

/** `data/disclosure.json`: what is disclosed, of which batch. Nothing in it is about a person. */
export const disclosureDescriptionSchema = z.strictObject({
  schema: z.literal("sign.disclosure.v1"),
  chainId: z.int().positive(),
  /** Of the evidence beside which it is read; its hash draws the sample. */
  anchor: z.strictObject({ blockNumber: count, blockHash: digest }),
  batch: z.strictObject({ batchId: digest, programId: digest, period: count, root: digest, count }),
  /** Where the batch was submitted: an event of the bundle. */
  event: z.strictObject({ contract: z.string(), sequence: z.int().positive(), transactionHash: digest, time: count }),
  selection: selectionSchema,
  /** Recipients who can read the rows; null for rows that lie open. */
  encryptedTo: z
    .array(z.string().regex(/^age1[a-z0-9]+$/))
    .min(1)
    .nullable(),
});

export type Selection = z.output<typeof selectionSchema>;
export type DisclosureDescription = z.output<typeof disclosureDescriptionSchema>;

/** Paths inside the bag of a disclosure. */
export const disclosurePaths = {
  description: "data/disclosure.json",
  /** One row a line, in the order of their indexes. */
  rows: "data/rows.ndjson",
  /** The same, as an age file. */
  encryptedRows: "data/rows.ndjson.age",
} as const;

/** JSON Schemas of the files, so that they can be read without this suite. */
export function disclosureSchemaFiles(): Map<string, string> {
  const schemas = { disclosure: disclosureDescriptionSchema, row: disclosedRowSchema };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `data/schemas/${name}.schema.json`,
      toCanonicalJson(z.toJSONSchema(schema)),
    ]),
  );
}
