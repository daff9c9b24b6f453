import { ZeroHash } from "ethers";

import { type JsonValue, toBytes, toCanonicalJson, toNdjson } from "#lib/files/canonical-json";
import { flipped } from "#support/lies";

/** A file that says something else, in the form that it should have. */
export interface Alteration {
  /** Such as `steps[].by` or `a line doubled`. */
  readonly what: string;
  readonly bytes: Uint8Array;
}

/**
 * What a forger can make of a canonical JSON file, or of one with a value a line: each field of its form changed once, each
 * list shortened and lengthened once; and lines dropped, doubled, added and exchanged.
 */
export function alterationsOf(path: string, bytes: Uint8Array): Alteration[] {
  const text = Buffer.from(bytes).toString("utf8");
  if (!path.endsWith(".ndjson")) {
    const altered = valuesLike([JSON.parse(text) as JsonValue]);
    return altered.map(({ what, values }) => ({ what, bytes: toBytes(values.map(toCanonicalJson).join("")) }));
  }
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JsonValue);
  const altered = [...valuesLike(lines), ...linesLike(lines)];
  return altered.map(({ what, values }) => ({ what, bytes: toBytes(toNdjson(values)) }));
}

interface Altered {
  readonly what: string;
  readonly values: readonly JsonValue[];
}

function linesLike(lines: readonly JsonValue[]): Altered[] {
  const [first, second, ...rest] = lines;
  const made: Altered[] = [{ what: "a line of nobody", values: [...lines, {}] }];
  if (first === undefined) return made;
  made.push({ what: "a line dropped", values: lines.slice(1) }, { what: "a line doubled", values: [first, ...lines] });
  if (second !== undefined) made.push({ what: "lines exchanged", values: [second, first, ...rest] });
  return made;
}

/** Every place of the form is altered once, wherever it occurs first. */
function valuesLike(values: readonly JsonValue[]): Altered[] {
  const altered = new Map<string, Altered>();
  for (const [index, value] of values.entries()) {
    for (const { what, value: other } of variantsOf(value, "")) {
      if (!altered.has(what)) altered.set(what, { what, values: values.with(index, other) });
    }
  }
  return [...altered.values()];
}

interface Variant {
  readonly what: string;
  readonly value: JsonValue;
}

function variantsOf(value: JsonValue, place: string): Variant[] {
  if (isList(value)) return listVariants(value, place);
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).flatMap(([name, item]) =>
      variantsOf(item, place === "" ? name : `${place}.${name}`).map((variant) => ({
        ...variant,
        value: { ...value, [name]: variant.value },
      })),
    );
    return [...fields, { what: `${place} with a field more`, value: { ...value, note: "x" } }];
  }
  return [{ what: place, value: otherThan(value) }];
}

function listVariants(list: readonly JsonValue[], place: string): Variant[] {
  const last = list.at(-1);
  if (last === undefined) return [{ what: `${place} lengthened`, value: [ZeroHash] }];
  const items = list.flatMap((item, index) =>
    variantsOf(item, `${place}[]`).map((variant) => ({ ...variant, value: list.with(index, variant.value) })),
  );
  return [
    ...items,
    { what: `${place} shortened`, value: list.slice(0, -1) },
    { what: `${place} lengthened`, value: [...list, last] },
  ];
}

function otherThan(value: string | number | boolean | null): JsonValue {
  if (value === null) return ZeroHash;
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (/^\d+$/.test(value)) return String(BigInt(value) + 1n);
  return /^0x[0-9a-fA-F]+$/.test(value) ? flipped(value) : `${value}x`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
