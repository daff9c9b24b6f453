import { join } from "node:path";

import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile } from "#lib/files/json-file";

/** Names become label values, and parts of sentences: short, in lower case, without what needs escaping. */
const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, "up to 40 of a-z, 0-9, dot and dash");

const urlSchema = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === "http:" || url?.protocol === "https:";
}, "not an http or https URL");

const nodeSchema = z.strictObject({
  name: nameSchema,
  /** JSON-RPC. Never shown anywhere: it may hold a secret. */
  url: urlSchema,
});

const railSchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(["public", "private"]),
  chainId: z.number().int().positive(),
  /** In the order in which they are asked for events; each is probed. */
  nodes: z.array(nodeSchema).min(1).max(20),
});

const endpointSchema = z.strictObject({
  name: nameSchema,
  url: urlSchema,
  method: z.enum(["GET", "HEAD"]).default("GET"),
  /** Any other status is an error. */
  expect: z.array(z.number().int().min(100).max(599)).min(1).default([200]),
});

const seconds = z.number().min(0.1).max(3_600);

/** `deployments/<network>/monitoring.json`: what is watched. */
export const monitoringSchema = z
  .strictObject({
    schema: z.literal("sign.monitoring.v1"),
    /** How many blocks lie on top of what is counted. Zero where blocks are final at once. */
    confirmations: z.number().int().min(0).max(10_000),
    /** Between two looks at chain, nodes and endpoints. */
    pollSeconds: seconds.default(5),
    /** After which a request counts as failed. */
    timeoutSeconds: seconds.default(10),
    rails: z.array(railSchema).min(1).max(20),
    endpoints: z.array(endpointSchema).max(100).default([]),
  })
  .refine(({ rails }) => distinct(rails.map(({ name }) => name)), "two rails have one name")
  .refine(({ rails }) => distinct(rails.map(({ chainId }) => chainId)), "two rails have one chain id")
  .refine(({ rails }) => rails.every(({ nodes }) => distinct(nodes.map(({ name }) => name))), "two nodes have one name")
  .refine(({ endpoints }) => distinct(endpoints.map(({ name }) => name)), "two endpoints have one name");

export type MonitoringConfig = z.output<typeof monitoringSchema>;
export type RailConfig = MonitoringConfig["rails"][number];
export type NodeConfig = RailConfig["nodes"][number];
export type EndpointConfig = MonitoringConfig["endpoints"][number];

export function monitoringConfigPath(deploymentDirectory: string): string {
  return join(deploymentDirectory, "monitoring.json");
}

/** @throws SuiteError those of `readJsonFile`. */
export function readMonitoringConfig(path: string): MonitoringConfig {
  return readJsonFile(path, monitoringSchema);
}

/**
 * The rail on which the suite is.
 *
 * @throws SuiteError `input/rail` when no rail has the chain id of the deployment.
 */
export function suiteRail({ rails }: MonitoringConfig, chainId: number): RailConfig {
  const found = rails.find((rail) => rail.chainId === chainId);
  if (found !== undefined) return found;
  throw new SuiteError({
    code: "input/rail",
    message: `No rail of monitoring.json has chain id ${chainId}, which is the deployment's.`,
    hint: "Add the rail on which the suite is deployed, or name the right folder with --deployment.",
    details: { chainId, rails: rails.map((rail) => rail.name) },
  });
}

function distinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
