import { constituenciesInSet, CONSTITUENCY_IDS, roleName } from "#lib/permissions/roles";
import { inWords } from "#lib/report/words";

/** A role by its number, in words: `technical committee`. */
export function office(role: number): string {
  return inWords(roleName(BigInt(role)));
}

export function constituencyName(id: number): string {
  const known = Object.entries(CONSTITUENCY_IDS).find(([, number]) => number === id);
  return known === undefined ? `constituency ${id}` : inWords(known[0]);
}

/** Constituencies of a bit set; none is empty. */
export function constituencyNames(set: number): string[] {
  return constituenciesInSet(set).map(inWords);
}
