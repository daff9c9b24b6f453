import { z } from "zod";

/** Values as every file of a bundle spells them. */
export const digest = z.string().regex(/^0x[0-9a-f]{64}$/);
export const hexBytes = z.string().regex(/^0x([0-9a-f]{2})*$/);
export const checksummed = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
export const decimal = z.string().regex(/^(0|[1-9][0-9]*)$/);
export const count = z.int().nonnegative();

/** What somebody wrote; bytes that are no UTF-8 stay readable as such. */
export const written = z.union([z.string(), z.strictObject({ invalidUtf8: hexBytes })]);

/** Where and when something was recorded; every field is proven. */
export const act = {
  /** Seconds since 1970, from the block. */
  time: count,
  contract: z.string(),
  sequence: z.int().positive(),
  transactionHash: digest,
};

/** The same, and who did it. */
export const deed = {
  ...act,
  /** The account that called; null where the event names none. */
  by: checksummed.nullable(),
  /** Transactions of councils' Safes in whose course it happened: `data/approvals/<safeTxHash>.json`. */
  approvals: z.array(digest),
};

/** The same, with its block. */
export const placedDeed = { ...deed, blockNumber: count };
