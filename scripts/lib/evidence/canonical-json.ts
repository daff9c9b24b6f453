import canonicalize from "canonicalize";
import { prettifyError, type z } from "zod";

import { ClaimError } from "#lib/evidence/report";

/**
 * Parses what must be canonical JSON of a known form. Serialising again and comparing catches duplicate keys,
 * whitespace, other number forms and other orders at once.
 *
 * @throws ClaimError
 */
export function parseCanonicalJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  where: string,
): z.output<Schema> {
  let parsed: unknown;
  let canonical: string | undefined;
  try {
    parsed = JSON.parse(text);
    canonical = canonicalize(parsed);
  } catch (error) {
    throw new ClaimError(`${where} is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (canonical !== text) throw new ClaimError(`${where} is not canonical JSON (RFC 8785)`);
  const checked = schema.safeParse(parsed);
  if (!checked.success) {
    throw new ClaimError(
      `${where} does not have the expected form: ${prettifyError(checked.error).replaceAll("\n", " ")}`,
    );
  }
  return checked.data;
}

/** @throws ClaimError when the file does not end with a newline, or a line is not canonical. */
export function parseNdjson<Schema extends z.ZodType>(text: string, schema: Schema, where: string): z.output<Schema>[] {
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new ClaimError(`${where} does not end with a newline`);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line, index) => parseCanonicalJson(line, schema, `${where} line ${index + 1}`));
}

/** @throws ClaimError when the bytes are not UTF-8, or begin with a byte order mark. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ClaimError(`${where} is not UTF-8`);
  }
}
