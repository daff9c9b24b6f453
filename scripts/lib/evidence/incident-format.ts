import { z } from "zod";

import { audiences, incidentStatuses, severities } from "#lib/incident/incident";
import { MODES, OPERATIONS } from "#lib/emergency/system-modes";
import { deploymentSchema } from "#lib/evidence/deployment-format";
import { storySignatureSchema } from "#lib/evidence/story-signature";
import { act, checksummed, count, decimal, digest } from "#lib/evidence/format-values";

/** An act of a council: `data/approvals/<safeTxHash>.json` holds who signed it. Null when no such transaction is known. */
const councilAct = { ...act, safe: checksummed, safeTxHash: digest.nullable() };

const mode = z.enum(MODES);
const severity = z.enum(severities);

const systemActSchema = z.discriminatedUnion("act", [
  z.strictObject({
    act: z.literal("restricted"),
    mode,
    /** End of the restriction; its step-down in LIMITED follows. */
    until: count,
    limitedUntil: count,
    /** Seconds that it took from the council's budget, or from the reserve. */
    charged: count,
    fromReserve: z.boolean(),
    ...councilAct,
  }),
  z.strictObject({
    act: z.literal("skipped"),
    reason: z.string().regex(/^0x[0-9a-f]{8}$/),
    ...councilAct,
  }),
  z.strictObject({
    act: z.literal("extended"),
    mode,
    until: count,
    limitedUntil: count,
    digest,
    ...councilAct,
  }),
  z.strictObject({ act: z.literal("restored"), mode, digest, ...councilAct }),
]);

const debtActSchema = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("owed"), dueAt: count, narrativeDueAt: count.nullable(), ...act }),
  z.strictObject({ act: z.literal("narrativeFiled"), digest, ...councilAct }),
  z.strictObject({ act: z.enum(["filed", "rejected", "accepted"]), ...act }),
]);

/** One line of `data/incidents.ndjson`: everything that the chain holds about one incident. */
export const incidentSchema = z.strictObject({
  incidentId: digest,
  /** `None` when only the EmergencyController knows it. */
  status: z.enum(incidentStatuses),
  severity,
  openedBlock: count.nullable(),
  /** Entities that are or were responsible, in order; none of them may judge the review. */
  responsible: z.array(count),
  life: z.array(
    z.strictObject({
      step: z.enum(["opened", "declared", "acknowledged", "reassigned", "mitigated", "resolved"]),
      by: checksummed,
      entity: count.nullable(),
      digest: digest.nullable(),
      ...act,
    }),
  ),
  severities: z.array(z.strictObject({ severity, by: checksummed, digest, ...act })),
  statements: z.array(z.strictObject({ audience: z.enum(audiences), by: checksummed, digest, ...act })),
  keys: z.array(z.strictObject({ keyId: digest, by: checksummed, ...act })),
  reviews: z.array(
    z.strictObject({
      step: z.enum(["submitted", "approved", "returned", "overtaken"]),
      reviewDigest: digest,
      by: checksummed.nullable(),
      entity: count.nullable(),
      interim: z.boolean().nullable(),
      /** Of the auditor's opinion, or of the reason for which it was returned. */
      digest: digest.nullable(),
      ...act,
    }),
  ),
  declarations: z.array(
    z.strictObject({
      severity,
      /** Null for a restriction that was made up on the spot. */
      playbookId: digest.nullable(),
      digest,
      /** Bit set of the entities for which the signers sit. */
      entities: decimal,
      ...councilAct,
    }),
  ),
  systems: z.array(z.strictObject({ systemId: digest, acts: z.array(systemActSchema) })),
  fixes: z.array(z.strictObject({ changeId: digest, ...act })),
  debts: z.array(debtActSchema),
  /** Null when nothing was ever owed. */
  debt: z.enum(["owed", "filed", "accepted"]).nullable(),
});

/** One line of `data/overrides.ndjson`: manual override with its evidence. */
export const overrideSchema = z.strictObject({
  systemId: digest,
  operation: z.enum(OPERATIONS),
  incidentId: digest,
  /** Of the document that gives the evidence. */
  evidenceDigest: digest,
  until: count,
  /** Before its time, by the Emergency Council or by the next restriction of the system; null if it was not. */
  ended: z
    .strictObject({ cause: z.enum(["ended", "restricted"]), digest: digest.nullable(), ...councilAct })
    .nullable(),
  /** What became of the review that this override owes. */
  debt: z.enum(["owed", "filed", "accepted"]),
  ...councilAct,
});

/** `data/incident.json` of a narrowed bundle: the story of one incident. */
export const incidentStorySchema = z.strictObject({
  schema: z.literal("sign.evidence.incident.v1"),
  incident: incidentSchema,
  overrides: z.array(overrideSchema),
  /** Entries of the deployment log for the fixes that name the incident. */
  fixes: z.array(deploymentSchema),
  /** Safe transactions that acted on the incident, in the order of their execution. */
  signatures: z.array(storySignatureSchema),
});

export type IncidentLine = z.output<typeof incidentSchema>;
export type OverrideLine = z.output<typeof overrideSchema>;
export type IncidentStory = z.output<typeof incidentStorySchema>;
export type SystemAct = z.output<typeof systemActSchema>;
