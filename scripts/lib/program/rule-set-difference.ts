import type { JsonValue } from "#lib/files/canonical-json";
import type { RuleSet } from "#lib/program/rule-set";

/** One value that two rule sets have differently; null where one of them has none. */
export interface RuleChange {
  /** Such as `caps.rowMaximum` or `eligibility.residence.statement`. */
  readonly field: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** All that changes from one rule set to the next, by field. Criteria are known by their names: their order says nothing. */
export function difference(before: RuleSet, after: RuleSet): RuleChange[] {
  const [old, next] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .sort()
    .map((field) => ({ field, before: old.get(field) ?? null, after: next.get(field) ?? null }))
    .filter(({ before, after }) => before !== after);
}

/** One line a change. */
export function renderDifference(changes: readonly RuleChange[]): string[] {
  return changes.map(({ field, before, after }) => {
    if (before === null) return `+ ${field}: ${show(after)}`;
    if (after === null) return `- ${field}: ${show(before)}`;
    return `~ ${field}: ${show(before)} → ${show(after)}`;
  });
}

function valuesOf({ eligibility, ...rest }: RuleSet): Map<string, JsonValue> {
  const criteria = Object.fromEntries(eligibility.map(({ criterion, ...fields }) => [criterion, fields]));
  return new Map(leavesOf("", { ...rest, eligibility: criteria }));
}

function leavesOf(path: string, value: JsonValue): [string, JsonValue][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]: [string, JsonValue]) =>
    leavesOf(path === "" ? name : `${path}.${name}`, part),
  );
}

function show(value: JsonValue): string {
  return JSON.stringify(value);
}
