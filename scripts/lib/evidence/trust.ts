import { z } from "zod";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readJsonFile } from "#lib/files/json-file";
import { addressSchema, digestSchema } from "#lib/files/schemas";
import { SuiteError } from "#lib/errors/suite-error";
import { safeProxyCodehash, safeSingletonCodehashes } from "#lib/evidence/safe-code";

/** Code that may stand at an address of the suite. */
const trustedContractSchema = z.strictObject({
  address: addressSchema,
  /** Code hash at the address itself. */
  codehash: digestSchema,
  /** For a proxy: every implementation it ever ran, by code hash. Null for a contract without proxy. */
  implementations: z.array(digestSchema).min(1).nullable(),
});

const trustedSafeSchema = z.strictObject({
  address: addressSchema,
  codehash: digestSchema,
  /** Code hashes of singletons whose behaviour is trusted. */
  singletons: z.array(digestSchema).min(1),
  /** As the Safe was born; later owners follow from its own transactions. */
  owners: z.array(addressSchema).min(1),
  threshold: z.int().positive(),
});

/**
 * `trust.json`: all that a verifier believes beforehand. It comes from outside the bundle: from the auditor's own
 * records, supervisors, a second node. The anchor decides everything.
 */
export const trustSchema = z
  .strictObject({
    schema: z.literal("sign.trust.v1"),
    chainId: z.int().positive(),
    anchor: z.strictObject({ blockNumber: z.int().nonnegative(), blockHash: digestSchema }),
    contracts: z.record(z.string().regex(/^[A-Za-z0-9]+$/), trustedContractSchema),
    safes: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), trustedSafeSchema),
    /** The only contract that a council's Safe may delegate to. */
    multiSendCallOnly: addressSchema,
    /** Account whose statement a bundle must carry; absent when no statement is asked for. */
    exporter: addressSchema.optional(),
  })
  .superRefine((trust, context) => {
    const addresses = [...Object.values(trust.contracts), ...Object.values(trust.safes)].map((item) => item.address);
    if (addresses.length === 0) context.addIssue({ code: "custom", message: "names no contract" });
    if (new Set(addresses).size !== addresses.length)
      context.addIssue({ code: "custom", message: "an address occurs twice" });
  });

export type Trust = z.output<typeof trustSchema>;
export type Anchor = Trust["anchor"];

/**
 * Reads the trust file.
 *
 * @throws SuiteError `input/trust-missing` without a path, else as {@link readJsonFile}.
 */
export function readTrust(path: string | undefined): Trust {
  if (path === undefined || path === "") {
    throw new SuiteError({
      code: "input/trust-missing",
      message: "No trust file was given.",
      hint: "Pass --trust TRUST.json. A bundle cannot vouch for itself: chain, addresses, code and anchor come from you.",
    });
  }
  return readJsonFile(path, trustSchema);
}

/**
 * Makes a trust file from a deployment record: for the deployer's own use and for demonstrations. An auditor compares
 * each value with what he got from elsewhere.
 */
export function trustFrom(record: ContractsRecord, anchor: Anchor): Trust {
  const contracts = Object.entries(record.contracts).map(([name, contract]) => {
    const known = [contract.implementationCodehash, ...contract.history.map(({ codehash }) => codehash)].filter(
      (hash) => hash !== null,
    );
    return [
      name,
      {
        address: contract.address,
        codehash: contract.codehash,
        implementations: contract.implementation === null ? null : [...new Set(known)].sort(),
      },
    ] as const;
  });
  const former = (record.formerSafes ?? []).map((safe) => [`${safe.council}-${String(safe.councilId)}`, safe] as const);
  const safes = [...Object.entries(record.safes), ...former].map(
    ([name, safe]) =>
      [
        name,
        {
          address: safe.address,
          codehash: safeProxyCodehash,
          singletons: [...safeSingletonCodehashes],
          owners: safe.birth.owners,
          threshold: safe.birth.threshold,
        },
      ] as const,
  );
  return trustSchema.parse({
    schema: "sign.trust.v1",
    chainId: record.chainId,
    anchor,
    contracts: Object.fromEntries(contracts),
    safes: Object.fromEntries(safes),
    multiSendCallOnly: record.safeContracts.multiSendCallOnly,
  });
}
