import { z } from "zod";

import { RESTRICTING_MODES } from "#lib/emergency/system-modes";
import { addressSchema, digestSchema, quantitySchema } from "#lib/files/schemas";

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, "not a name such as retail-rail");

/** Contracts of the suite that belong to a system: an EmergencyFix for it may touch them, and no others. */
const memberSchema = z.enum(["CredentialLedger", "BridgeGateway", "DistributionLedger"]);

const shared = {
  name: nameSchema,
  contracts: z.array(memberSchema).default([]),
  /** What it may move in 24 hours while it is LIMITED, in its own unit. Without one it may move nothing then. */
  volumePerDay: quantitySchema.refine((value) => BigInt(value) !== 0n, "must not be zero").optional(),
};

/** Something that can be restricted by itself. */
const systemSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["service", "rail"]), ...shared }),
  z.strictObject({ kind: z.literal("issuer"), account: addressSchema, ...shared }),
  z.strictObject({ kind: z.enum(["program", "counterparty"]), key: digestSchema, ...shared }),
]);

/** Restrictions that are approved before they are needed. */
const playbookSchema = z.strictObject({
  key: nameSchema,
  /** The document that explains it, beside governance.json, and its keccak256. */
  document: z.string().min(1),
  digest: digestSchema.refine((digest) => BigInt(digest) !== 0n, "must not be zero"),
  severity: z.union([z.literal(1), z.literal(2)]),
  /** Seconds for which each system is held. */
  duration: z.number().int().positive(),
  restrictions: z
    .array(z.strictObject({ system: nameSchema, mode: z.enum(RESTRICTING_MODES) }))
    .min(1)
    .max(16),
});

/** What can be restricted, and the playbooks that do it with one signature round. */
export const emergencySchema = z
  .strictObject({ systems: z.array(systemSchema).default([]), playbooks: z.array(playbookSchema).default([]) })
  .default({ systems: [], playbooks: [] });

export type EmergencyConfig = z.output<typeof emergencySchema>;
export type PlaybookConfig = EmergencyConfig["playbooks"][number];
export type SystemEntry = EmergencyConfig["systems"][number];
