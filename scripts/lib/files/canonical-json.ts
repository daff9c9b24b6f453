import canonicalize from "canonicalize";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** RFC 8785 canonical form. Integers beyond 2^53 must be strings already. */
export function toCanonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("a value without JSON form cannot be canonical");
  return text;
}

export function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One canonical value a line; an empty sequence is an empty file. */
export function toNdjson(values: readonly unknown[]): string {
  return values.map((value) => `${toCanonicalJson(value)}\n`).join("");
}
