import { z } from "zod";

/** Values as every file of a bundle spells them. */
export const digest = z.string().regex(/^0x[0-9a-f]{64}$/);
export const hexBytes = z.string().regex(/^0x([0-9a-f]{2})*$/);
export const checksummed = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
export const decimal = z.string().regex(/^(0|[1-9][0-9]*)$/);
export const count = z.int().nonnegative();
