import { keccak256 } from "ethers";
import { z } from "zod";

import { failureReasons } from "#lib/bridge/gateway-words";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";
import { checksummed, count, decimal, digest } from "#lib/evidence/format-values";

/** Reasons under which a conversion can fail. */
export const countedReasons = failureReasons.filter((reason) => reason !== "None");

const volume = z.strictObject({
  /** Admitted to the flow less what was refunded, in the token's smallest unit. */
  converted: decimal,
  refunded: decimal,
  /** How many conversions were admitted to the flow. */
  conversions: decimal,
});
const volumes = { Out: volume, In: volume };
const failures = z.strictObject(
  Object.fromEntries(countedReasons.map((reason) => [reason, decimal])) as Record<
    (typeof countedReasons)[number],
    typeof decimal
  >,
);

/**
 * What monitoring saw of a bridge at one block ("bridge conversion volume and error rates"). Amounts and counters are
 * decimal strings, because canonical JSON has no integers beyond 2^53; amounts are in the token's smallest unit.
 */
export const snapshotSchema = z.strictObject({
  schema: z.literal("sign.monitor.snapshot.v1"),
  chainId: z.int().positive(),
  gateway: checksummed,
  block: z.strictObject({ number: count, hash: digest, timestamp: count }),
  /** The last version of the parameters that the gateway was handed. */
  parametersVersion: decimal,
  volumes: z.strictObject({
    ...volumes,
    /** Those that ever converted, in order of address. */
    counterparties: z.array(z.strictObject({ counterparty: checksummed, ...volumes })),
  }),
  failures: z.strictObject({ Out: failures, In: failures }),
  /** Of the block's day and the day before it, in UTC. */
  recentFailures: z.strictObject({ failures: decimal, conversions: decimal, basisPoints: decimal }),
  position: z.strictObject({
    locked: decimal,
    pending: decimal,
    owed: decimal,
    released: decimal,
    admitted: decimal,
  }),
  /** Null until monitoring has looked at the private rail's books for the first time. */
  reserve: z
    .strictObject({
      issued: decimal,
      redeemed: decimal,
      observedAt: count,
      /** Seconds from then to the block. */
      age: z.int(),
      digest,
    })
    .nullable(),
  /** Whether no more was issued on the private rail than left the public one. */
  conservationHolds: z.boolean(),
});

export type MetricsSnapshot = z.output<typeof snapshotSchema>;

/** The bytes of a snapshot's file: RFC 8785, no newline after them. */
export function snapshotBytes(snapshot: MetricsSnapshot): Uint8Array {
  return toBytes(toCanonicalJson(snapshot));
}

/** What is acknowledged on the chain: keccak256 of the file's bytes. */
export function snapshotDigest(snapshot: MetricsSnapshot): string {
  return keccak256(snapshotBytes(snapshot));
}
