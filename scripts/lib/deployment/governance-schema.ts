import { join } from "node:path";

import { z } from "zod";

import { bridgeSchema } from "#lib/deployment/bridge-schema";
import { emergencySchema } from "#lib/deployment/emergency-schema";
import { checkGovernance } from "#lib/deployment/governance-checks";
import { readJsonFile } from "#lib/files/json-file";
import { addressSchema, digestSchema, quantitySchema } from "#lib/files/schemas";
import { CONSTITUENCY_IDS, OPERATOR_ROLES, type ConstituencyName } from "#lib/permissions/roles";

const constituencySchema = z.enum(Object.keys(CONSTITUENCY_IDS) as [ConstituencyName, ...ConstituencyName[]]);
const operatorRoleSchema = z.enum(OPERATOR_ROLES);
const keySchema = z.string().regex(/^[a-z][a-z0-9-]*$/, "not a key such as central-bank");

/** A legal body. `id` is its number on the chain and never reused. */
const entitySchema = z.strictObject({
  id: z.number().int().min(1).max(255),
  key: keySchema,
  name: z.string().min(1).max(200),
  /** Digest of the founding or mandating act. */
  legalDigest: digestSchema.refine((digest) => BigInt(digest) !== 0n, "must not be zero"),
});

/** A person's place on a Safe: the owner's account, the entity it acts for and the interest it represents. */
const seatSchema = z.strictObject({ owner: addressSchema, entity: keySchema, constituency: constituencySchema });

/** When a mandate ends: counted from the deployment, or on a date. */
const mandateSchema = z.union([
  z.strictObject({ days: z.number().int().positive().max(730) }),
  z.strictObject({ until: z.iso.datetime({ offset: true }) }),
]);

const councilSchema = z.strictObject({
  threshold: z.number().int().positive(),
  saltNonce: quantitySchema,
  policy: z.strictObject({
    minThreshold: z.number().int().positive().max(255),
    minOwners: z.number().int().positive().max(255),
    maxOwners: z.number().int().positive().max(255),
    /** Each must be among the signers of every council call. */
    constituencies: z.array(constituencySchema),
  }),
  /** Owners of the Safe. */
  seats: z.array(seatSchema).min(1),
  /** People seated ahead of need: they can become owners without a change of the registry. */
  standby: z.array(seatSchema).default([]),
});

/** Councils hold a mandate of the Sovereign Authority; its own has no end, because nobody could renew it. */
const datedCouncilSchema = councilSchema.extend({ mandate: mandateSchema });

const operatorSchema = z.strictObject({
  account: addressSchema,
  entity: keySchema,
  roles: z.array(operatorRoleSchema).min(1),
  /** Without one, the grant has no end. */
  mandate: mandateSchema.optional(),
});

const secondsSchema = z
  .number()
  .int()
  .nonnegative()
  .max(2 ** 32 - 1);

/** What a country may set otherwise than the suite does. The contract refuses values outside its floors. */
const policyOverrideSchema = z.strictObject({
  minSigners: z.number().int().positive().max(255).optional(),
  constituencies: z.array(constituencySchema).optional(),
  approvalWindow: secondsSchema.optional(),
  delay: secondsSchema.optional(),
  executionWindow: secondsSchema.optional(),
  rollbackWindow: secondsSchema.optional(),
  maintenanceNotice: secondsSchema.optional(),
});

/** `deployments/<network>/governance.json`: the only input of a country. */
export const governanceSchema = z.strictObject({
  $schema: z.string().optional(),
  schema: z.literal("sign.governance.v1"),
  /** What a reader must know of this file, e.g. that its keys are public. */
  note: z.string().optional(),
  chainId: z.number().int().positive(),
  /** Sends the deployment and holds nothing after it. */
  deployer: addressSchema,
  entities: z.array(entitySchema).min(1),
  councils: z.strictObject({
    technical: datedCouncilSchema,
    governance: datedCouncilSchema,
    emergency: datedCouncilSchema,
    sovereign: councilSchema,
    /** The Program Authority's: what it decides about programmes and large distributions. Single accounts may hold the role besides. */
    program: councilSchema,
  }),
  operators: z.array(operatorSchema),
  /** Pairs of roles that must not meet in one entity, besides the suite's own. */
  conflicts: z.array(z.tuple([z.string(), z.string()])).default([]),
  policies: z
    .strictObject({
      DocOnly: policyOverrideSchema.optional(),
      ConfigOnly: policyOverrideSchema.optional(),
      RoutineUpgrade: policyOverrideSchema.optional(),
      HighRiskUpgrade: policyOverrideSchema.optional(),
      BridgeParameter: policyOverrideSchema.optional(),
      EmergencyFix: policyOverrideSchema.optional(),
    })
    .default({}),
  emergency: emergencySchema,
  bridge: bridgeSchema,
  /** Where Safe's contracts are, if not at their usual addresses. Their code is compared either way. */
  safeContracts: z.record(z.string(), addressSchema).default({}),
});

export type Governance = z.output<typeof governanceSchema>;
export type GovernanceInput = z.input<typeof governanceSchema>;
export type CouncilConfig = Governance["councils"]["sovereign"];
export type DatedCouncilConfig = Governance["councils"]["technical"];
export type SeatConfig = CouncilConfig["seats"][number];
export type MandateConfig = DatedCouncilConfig["mandate"];
export type PolicyOverride = z.output<typeof policyOverrideSchema>;

export function governancePath(deploymentDirectory: string): string {
  return join(deploymentDirectory, "governance.json");
}

/**
 * Reads a country's file and refuses one that contradicts itself.
 *
 * @throws SuiteError `input/file-unreadable`, `input/not-json`, `input/schema` or those of `checkGovernance`.
 */
export function readGovernance(deploymentDirectory: string): Governance {
  const governance = readJsonFile(governancePath(deploymentDirectory), governanceSchema);
  checkGovernance(governance);
  return governance;
}
