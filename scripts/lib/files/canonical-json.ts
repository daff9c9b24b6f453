import canonicalize from "canonicalize";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** RFC 8785 canonical form. Integers beyond 2^53 must be strings already. */
export function toCanonicalJson(value: unknown): string {
  // JSON.stringify writes numbers and strings as the standard does; what it leaves to others is the order of names.
  const text = isInOrder(value) ? JSON.stringify(value) : canonicalize(value);
  if (text === undefined) throw new Error("a value without JSON form cannot be canonical");
  return text;
}

/** Whether a plain value has its names in order, and nothing that JSON.stringify and the standard treat differently. */
function isInOrder(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "boolean" || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  let last = "";
  for (const [name, item] of Object.entries(value)) {
    if (name < last || !name.isWellFormed() || !isInOrder(item)) return false;
    last = name;
  }
  return true;
}

export function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One canonical value a line; an empty sequence is an empty file. */
export function toNdjson(values: readonly unknown[]): string {
  return values.map((value) => `${toCanonicalJson(value)}\n`).join("");
}
