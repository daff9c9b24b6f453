import { join } from "node:path";

import { z } from "zod";

import { suiteContracts, type SuiteContract } from "#lib/abi/suite-interface";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { addressSchema, digestSchema } from "#lib/files/schemas";

/** One deployed contract. `implementation` is null for a contract without a proxy. */
const contractSchema = z.object({
  address: addressSchema,
  implementation: addressSchema.nullable(),
  /** Code hash of the code at `address` (the proxy's, when there is one). */
  codehash: digestSchema,
  implementationCodehash: digestSchema.nullable(),
  /** Every implementation that a proxy ran, oldest first, the running one last. */
  history: z
    .array(
      z.object({
        implementation: addressSchema,
        codehash: digestSchema,
        blockNumber: z.number().int().nonnegative(),
        /** Id of the change that brought it, by execution or by rollback; null for the deployment and for break-glass. */
        change: digestSchema.nullable(),
      }),
    )
    .default([]),
});

const safeSchema = z.object({
  address: addressSchema,
  councilId: z.number().int().min(1).max(255),
  role: z.string(),
  birth: z.object({
    factory: addressSchema,
    singleton: addressSchema,
    owners: z.array(addressSchema),
    threshold: z.number().int().positive(),
    fallbackHandler: addressSchema,
    saltNonce: z.string(),
  }),
});

/**
 * `deployments/<network>/contracts.json`: what a deployment put on the chain, and which code runs there. Written by
 * `gov deploy` and, after upgrades, by `refreshRecord`; read by every task that talks to the suite.
 */
export const contractsRecordSchema = z.object({
  schema: z.literal("sign.contracts.v1"),
  chainId: z.number().int().positive(),
  /** First block that can hold events of the suite. */
  deployedAtBlock: z.number().int().nonnegative(),
  contracts: z.object(
    Object.fromEntries(suiteContracts.map((name) => [name, contractSchema])) as Record<
      SuiteContract,
      typeof contractSchema
    >,
  ),
  safes: z.object({
    technical: safeSchema,
    governance: safeSchema,
    emergency: safeSchema,
    sovereign: safeSchema,
    program: safeSchema,
  }),
  /** Safes that were councils before others took their place; what they did stays evidence. */
  formerSafes: z.array(safeSchema.extend({ council: z.string() })).optional(),
  safeContracts: z.object({
    singleton: addressSchema,
    proxyFactory: addressSchema,
    multiSend: addressSchema,
    multiSendCallOnly: addressSchema,
    fallbackHandler: addressSchema,
    signMessageLib: addressSchema,
    createCall: addressSchema,
    simulateTxAccessor: addressSchema,
    guardedSetup: addressSchema,
  }),
  /** Code hash of `guardedSetup`, through which every council's Safe is born. */
  guardedSetupCodehash: digestSchema.optional(),
});

export type ContractsRecord = z.output<typeof contractsRecordSchema>;
export type CouncilName = keyof ContractsRecord["safes"];
export type ContractName = keyof ContractsRecord["contracts"];

/** Where the record of a network lives. */
export function contractsRecordPath(deploymentDirectory: string): string {
  return join(deploymentDirectory, "contracts.json");
}

export function readContractsRecord(deploymentDirectory: string): ContractsRecord {
  return readJsonFile(contractsRecordPath(deploymentDirectory), contractsRecordSchema);
}

export function writeContractsRecord(deploymentDirectory: string, record: ContractsRecord): void {
  writeJsonFile(contractsRecordPath(deploymentDirectory), record);
}
