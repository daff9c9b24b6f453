import type { JsonValue } from "#lib/files/canonical-json";

/** The first field in which two documents differ, and what each says there. */
export interface Difference {
  /** Such as `volumes.Out.converted`. */
  readonly field: string;
  readonly first: string;
  readonly second: string;
}

/** Compares two documents field by field, in the order of their names. Undefined when they are the same. */
export function differenceOf(first: JsonValue, second: JsonValue, field = ""): Difference | undefined {
  if (!isBranch(first) || !isBranch(second)) {
    if (first === second) return undefined;
    return { field, first: JSON.stringify(first), second: JSON.stringify(second) };
  }
  const [a, b] = [entriesOf(first), entriesOf(second)];
  for (const name of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const path = field === "" ? name : `${field}.${name}`;
    const found = differenceOf(a.get(name) ?? null, b.get(name) ?? null, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Branch = readonly JsonValue[] | Readonly<Record<string, JsonValue>>;

function isBranch(value: JsonValue): value is Branch {
  return typeof value === "object" && value !== null;
}

function entriesOf(branch: Branch): ReadonlyMap<string, JsonValue> {
  return new Map<string, JsonValue>(Object.entries(branch));
}
