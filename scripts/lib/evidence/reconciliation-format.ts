import { z } from "zod";

import { snapshotSchema } from "#lib/bridge/snapshot-format";
import { count, decimal, digest } from "#lib/evidence/format-values";

/** authorised = settled + exceptions + residual + open, in the token's smallest unit. */
const balance = { authorised: decimal, settled: decimal, exceptions: decimal, residual: decimal, open: decimal };

/** `data/reconciliation/report.json`: whether what was authorised, and what went over the bridge, is accounted for. */
export const reconciliationSchema = z.strictObject({
  schema: z.literal("sign.evidence.reconciliation.v1"),
  programs: z.array(z.strictObject({ programId: digest, budget: decimal, batches: count, ...balance })),
  /** Every batch that was authorised; nothing is open in one that was reconciled. */
  batches: z.array(z.strictObject({ batchId: digest, programId: digest, reconciled: z.boolean(), ...balance })),
  /** The gateway's books at the anchor, counted again from its events; null where there is no gateway to count. */
  bridge: snapshotSchema
    .pick({ block: true, volumes: true, position: true, reserve: true, conservationHolds: true })
    .nullable(),
});

export type Reconciliation = z.output<typeof reconciliationSchema>;
