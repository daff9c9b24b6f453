import { z } from "zod";

import { snapshotSchema } from "#lib/bridge/snapshot-format";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { accreditationSchema } from "#lib/evidence/accreditation-format";
import { changeSchema } from "#lib/evidence/change-format";
import { attestationSchema } from "#lib/evidence/attestation";
import { deploymentSchema } from "#lib/evidence/deployment-format";
import { checksummed, count, decimal, digest, hexBytes } from "#lib/evidence/format-values";
import { batchSchema, exceptionSchema } from "#lib/evidence/distribution-format";
import { entitySchema } from "#lib/evidence/entity-format";
import { incidentSchema, incidentStorySchema, overrideSchema } from "#lib/evidence/incident-format";
import { keySchema } from "#lib/evidence/key-format";
import { parameterSchema } from "#lib/evidence/parameter-format";
import { programSchema } from "#lib/evidence/program-format";
import { programStorySchema } from "#lib/evidence/program-story";
import { reconciliationSchema } from "#lib/evidence/reconciliation-format";
import { settlementSchema } from "#lib/evidence/settlement-format";
import { statusCheckSchema } from "#lib/evidence/status-check-format";

/** Version of the bundle's layout; a change of any file's form raises it. */
export const bundleFormat = "sign.evidence.v1";

/** Where a log stands; every field is proven by the block's header. */
const position = {
  blockNumber: count,
  blockHash: digest,
  timestamp: count,
  transactionHash: digest,
  logIndex: count,
};

/** One line of `data/events/*.ndjson`. */
export const eventLineSchema = z.strictObject({
  contract: z.string(),
  address: checksummed,
  /** Position in the contract's evidence chain, from 1. */
  sequence: z.int().positive(),
  ...position,
  topics: z.array(digest).min(1).max(4),
  data: hexBytes,
  /** Head of the contract's chain after this event. */
  head: digest,
  /** Null when this version of the suite does not know the event. */
  event: z.strictObject({ name: z.string(), signature: z.string(), args: z.record(z.string(), z.json()) }).nullable(),
});

/** Who vouches for a signature record: see docs/evidence.md. */
export const signatureKinds = ["eip712", "ethSign", "contract", "approvedHash", "executor"] as const;

const signatureRecordSchema = z.strictObject({
  signer: checksummed,
  kind: z.enum(signatureKinds),
  /** True when the signature itself yields the signer; false when only the Safe's code vouches for him. */
  recovered: z.boolean(),
  v: count,
  seat: z.strictObject({ entity: count, constituency: count }).nullable(),
});

/** `data/approvals/<safeTxHash>.json`: one transaction that a council's Safe made. */
export const approvalSchema = z.strictObject({
  schema: z.literal("sign.evidence.approval.v1"),
  council: z.string(),
  safe: checksummed,
  safeTxHash: digest,
  nonce: count,
  threshold: count,
  owners: z.array(checksummed),
  executor: checksummed,
  transaction: z.strictObject({
    to: checksummed,
    value: decimal,
    data: hexBytes,
    operation: count,
    safeTxGas: decimal,
    baseGas: decimal,
    gasPrice: decimal,
    gasToken: checksummed,
    refundReceiver: checksummed,
  }),
  signatures: hexBytes,
  records: z.array(signatureRecordSchema),
  ...position,
});

const subject = z.strictObject({ name: z.string(), address: checksummed });

/** `data/export.json`. */
export const exportSchema = z.strictObject({
  schema: z.literal(bundleFormat),
  /** Name and version of the program that wrote the bundle; a claim of its own, proven by nothing. */
  tool: z.string(),
  chainId: z.int().positive(),
  range: z.strictObject({ from: count, to: count }),
  /** The blocks of the range that a reader asked for, and what happened in them. Nothing is left out for it. */
  period: z.strictObject({ from: count, to: count, events: count, approvals: count, deployments: count }),
  anchor: z.strictObject({ blockNumber: count, blockHash: digest, timestamp: count }),
  contracts: z.array(subject),
  safes: z.array(subject),
  /** The one incident or programme that the bundle tells of, and the contracts left out; null for all of the evidence. */
  narrowed: z
    .union([
      z.strictObject({ incidentId: digest, omitted: z.array(z.string()) }),
      z.strictObject({ programId: digest, omitted: z.array(z.string()) }),
    ])
    .nullable(),
  counts: z.strictObject({
    events: count,
    approvals: count,
    deployments: count,
    incidents: count,
    overrides: count,
    settlements: count,
    changes: count,
    entities: count,
    parameters: count,
    programs: count,
    batches: count,
    exceptions: count,
    accreditations: count,
    keyRotations: count,
    statusChecks: count,
  }),
  /** SHA-256 of every file under data/schemas. */
  schemas: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** `data/chain/state-proofs.json`: EIP-1186 proofs at the anchor. Values are not kept: the proofs yield them. */
export const stateProofsSchema = z.strictObject({
  schema: z.literal("sign.evidence.state-proofs.v1"),
  blockNumber: count,
  accounts: z.array(
    z.strictObject({
      address: checksummed,
      accountProof: z.array(hexBytes),
      storage: z.array(z.strictObject({ slot: digest, proof: z.array(hexBytes) })),
    }),
  ),
});

export type EventLine = z.output<typeof eventLineSchema>;
export type Approval = z.output<typeof approvalSchema>;
export type ExportDescription = z.output<typeof exportSchema>;
export type StateProofs = z.output<typeof stateProofsSchema>;

/** Paths inside a bundle. */
export const bundlePaths = {
  description: "data/export.json",
  headers: "data/chain/headers.rlp",
  stateProofs: "data/chain/state-proofs.json",
  deployments: "data/deployments.ndjson",
  incidents: "data/incidents.ndjson",
  overrides: "data/overrides.ndjson",
  settlements: "data/settlements.ndjson",
  changes: "data/changes.ndjson",
  entities: "data/entities.ndjson",
  parameters: "data/parameters.ndjson",
  programs: "data/programs.ndjson",
  batches: "data/batches.ndjson",
  exceptions: "data/exceptions.ndjson",
  accreditations: "data/accreditations.ndjson",
  keyRotations: "data/key-rotations.ndjson",
  statusChecks: "data/status-checks.ndjson",
  /** Whether everything is accounted for. */
  reconciliation: "data/reconciliation/report.json",
  /** What all of this says, for people. */
  report: "data/report.html",
  /** What monitoring saw at the block when it acknowledged a change. */
  snapshot: (block: number) => `data/snapshots/${block}.json`,
  /** Of a bundle that is narrowed to an incident, in the place of all that is told of others. */
  story: "data/incident.json",
  /** The same of one that is narrowed to a programme. */
  programStory: "data/program.json",
  events: (from: number, to: number) => `data/events/${from}-${to}.ndjson`,
  receipts: (from: number, to: number) => `data/chain/receipts/${from}-${to}.rlp`,
  transactions: (from: number, to: number) => `data/chain/transactions/${from}-${to}.rlp`,
  approval: (safeTxHash: string) => `data/approvals/${safeTxHash}.json`,
} as const;

/** JSON Schemas of the bundle's files, so that it can be read without this suite. */
export function schemaFiles(): Map<string, string> {
  const schemas = {
    accreditation: accreditationSchema,
    approval: approvalSchema,
    attestation: attestationSchema,
    batch: batchSchema,
    change: changeSchema,
    deployment: deploymentSchema,
    entity: entitySchema,
    event: eventLineSchema,
    exception: exceptionSchema,
    export: exportSchema,
    incident: incidentSchema,
    "incident-story": incidentStorySchema,
    key: keySchema,
    override: overrideSchema,
    parameter: parameterSchema,
    program: programSchema,
    "program-story": programStorySchema,
    reconciliation: reconciliationSchema,
    settlement: settlementSchema,
    snapshot: snapshotSchema,
    "state-proofs": stateProofsSchema,
    "status-check": statusCheckSchema,
  };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `data/schemas/${name}.schema.json`,
      toCanonicalJson(z.toJSONSchema(schema)),
    ]),
  );
}
