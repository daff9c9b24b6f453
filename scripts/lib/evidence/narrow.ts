import type { ExportDescription } from "#lib/evidence/format";
import type { History } from "#lib/evidence/replay";
import type { Trust } from "#lib/evidence/trust";
import type { Label } from "#lib/input/parse-label";

/** What a bundle may be narrowed to. */
export type SubjectKind = "incident" | "program";

/** The one thing that somebody wants to know about. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** The same as somebody typed it. */
export interface NamedSubject {
  readonly kind: SubjectKind;
  readonly label: Label;
}

/** The subject that a bundle tells of, and the contracts left out for it. */
export interface Narrowed extends Subject {
  readonly omitted: readonly string[];
}

/** Contracts without which nobody could judge an incident. Their events grow with governance, not with daily business. */
export const neededWhenNarrowed: readonly string[] = [
  "RoleRegistry",
  "GovernanceGuard",
  "ChangeManager",
  "EmergencyController",
  "IncidentRegistry",
  "KeyRegistry",
];

/** Contracts that a subject's own story takes besides. */
export const neededBesides: Readonly<Record<SubjectKind, readonly string[]>> = {
  incident: [],
  program: ["ProgramRegistry", "DistributionLedger"],
};

/** What people call a subject. */
export const subjectNames: Readonly<Record<SubjectKind, string>> = { incident: "incident", program: "programme" };

export function narrowTo({ kind, id }: Subject, trust: Trust): Narrowed {
  const needed = [...neededWhenNarrowed, ...neededBesides[kind]];
  const omitted = Object.keys(trust.contracts).filter((name) => !needed.includes(name));
  return { kind, id, omitted: omitted.sort() };
}

/** The trust that a narrowed bundle is judged by: what was left out proves nothing and is asked for nothing. */
export function narrowTrust(trust: Trust, { omitted }: Narrowed): Trust {
  const kept = Object.entries(trust.contracts).filter(([name]) => !omitted.includes(name));
  return { ...trust, contracts: Object.fromEntries(kept) };
}

/** How `data/export.json` says it. */
export function describeNarrowed(narrowed: Narrowed | null): ExportDescription["narrowed"] {
  if (narrowed === null) return null;
  const [id, omitted] = [narrowed.id, [...narrowed.omitted]];
  return narrowed.kind === "incident" ? { incidentId: id, omitted } : { programId: id, omitted };
}

/** What `data/export.json` claims to be narrowed to; what that leaves out is not the bundle's to say. */
export function subjectOf(narrowed: NonNullable<ExportDescription["narrowed"]>): Subject {
  return "incidentId" in narrowed
    ? { kind: "incident", id: narrowed.incidentId }
    : { kind: "program", id: narrowed.programId };
}

/** Whether the history tells of it. */
export function isKnown({ kind, id }: Subject, { incidents, registers }: History): boolean {
  return kind === "incident" ? incidents.find(id) !== undefined : registers.programIds.includes(id);
}
