import { z } from "zod";

import { checksummed, count, deed, digest, written } from "#lib/evidence/format-values";
import { accreditationKinds } from "#lib/evidence/register-words";

const subjectSchema = z.strictObject({
  record: z.literal("accreditation"),
  kind: z.enum(accreditationKinds),
  account: checksummed,
  /** Of an issuer the schema, of a rail's member or validator the rail's system id, of a verifier zero. */
  scope: digest,
  /** Legal entity that was accredited. */
  entity: count,
  /** How often it was accredited after nothing or a withdrawal. */
  round: count,
  /** As recorded; one that is Accredited ends by itself at `until`. */
  status: z.enum(["Accredited", "Suspended", "Withdrawn"]),
  /** Of an issuer: the version of the schema that it was judged by. */
  schemaVersion: count,
  until: count,
  requirementDigest: digest,
  steps: z.array(
    z.strictObject({
      step: z.enum(["accredited", "renewed", "suspended", "reinstated", "withdrawn"]),
      /** Of the assessment, the reason or the decision. */
      digest,
      /** Of an accreditation or a renewal; null for other steps. */
      until: count.nullable(),
      ...deed,
    }),
  ),
});

const schemaSchema = z.strictObject({
  record: z.literal("schema"),
  schemaId: digest,
  /** In force, unless it is retired. */
  version: count,
  versions: z.array(
    z.strictObject({
      version: count,
      digest,
      revocationPolicyDigest: digest,
      /** Until then issuers who were judged by the version before may issue. */
      previousUntil: count,
      uri: written,
      ...deed,
    }),
  ),
  retired: z.strictObject({ digest, ...deed }).nullable(),
});

/** One line of `data/accreditations.ndjson`: who may issue, verify or take part in a rail; and the schemas. */
export const accreditationSchema = z.discriminatedUnion("record", [subjectSchema, schemaSchema]);

export type AccreditationLine = z.output<typeof subjectSchema>;
export type SchemaLine = z.output<typeof schemaSchema>;
