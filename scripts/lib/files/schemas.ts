import { getAddress } from "ethers";
import { z } from "zod";

/** A checksummed address; lower-case input is accepted, a wrong checksum is not. */
export const addressSchema = z.string().transform((value, context) => {
  try {
    return getAddress(value);
  } catch {
    context.addIssue({ code: "custom", message: `"${value}" is not an address` });
    return z.NEVER;
  }
});

/** 32 bytes as 0x-hex in lower case. */
export const digestSchema = z.string().regex(/^0x[0-9a-f]{64}$/, "not a 32-byte digest in lower-case hex");

/** Any bytes as 0x-hex. */
export const bytesSchema = z.string().regex(/^0x([0-9a-fA-F]{2})*$/, "not bytes in 0x-hex");

/** A non-negative integer as a decimal string. */
export const quantitySchema = z.string().regex(/^(0|[1-9][0-9]*)$/, "not a decimal integer");
