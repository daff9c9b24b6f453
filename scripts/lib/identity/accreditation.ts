import { ZeroHash } from "ethers";

import type { SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import { parseAddress } from "#lib/input/parse-address";
import { parseChoice } from "#lib/input/parse-choice";
import { parseLabel } from "#lib/input/parse-label";

/** In the order of the contract's enums. */
export const accreditationKinds = ["issuer", "verifier", "rail-member", "validator"] as const;
export const accreditationStatuses = ["None", "Accredited", "Expired", "Suspended", "Withdrawn"] as const;

export type AccreditationKind = (typeof accreditationKinds)[number];
export type AccreditationStatus = (typeof accreditationStatuses)[number];

/** Who is accredited, for what. */
export interface Subject {
  readonly kind: AccreditationKind;
  readonly account: string;
  /** Id of an issuer's schema, or of a member's rail; zero for a verifier. */
  readonly scope: string;
  /** For people: `issuer 0x… for residence-permit.v1`. */
  readonly text: string;
}

/** How a command line names a subject. Empty for what is not said. */
export interface WrittenSubject {
  readonly kind: string;
  readonly subject: string;
  readonly schema: string;
  readonly rail: string;
}

/** An accreditation as the register knows it, by the clock of the block that was asked. Times are Unix seconds. */
export interface Accreditation {
  readonly kind: AccreditationKind;
  readonly account: string;
  readonly scope: string;
  readonly status: AccreditationStatus;
  /** Number of the legal entity that was accredited. */
  readonly entity: number;
  readonly round: number;
  /** Of an issuer: the version of the schema that it was judged by. */
  readonly schemaVersion: number | null;
  readonly since: number;
  readonly until: number;
  readonly requirementDigest: string;
  /** Null while whoever asks for it would take it; else the contract's refusal. */
  readonly refusal: string | null;
}

/** Whether the treasury operator accredits it, and not the Identity Authority. */
export function isOfNetwork(kind: AccreditationKind): boolean {
  return kind === "rail-member" || kind === "validator";
}

/**
 * Understands who is meant: an issuer needs its schema, a member or validator its rail, a verifier neither.
 *
 * @throws SuiteError `input/kind`, `input/address`, `input/label`, `input/unknown-system`, `input/scope`.
 */
export function parseSubject(written: WrittenSubject, systems: SystemBook): Subject {
  const kind = parseChoice(written.kind, accreditationKinds, "kind");
  const account = parseAddress(written.subject, "subject");
  const [wanted, unwanted] = optionsOf(kind);
  if (wanted !== undefined && written[wanted] === "") throw scopeError(kind, `needs --${wanted}`);
  const extra = unwanted.find((option) => written[option] !== "");
  if (extra !== undefined) throw scopeError(kind, `takes no --${extra}`);
  if (wanted === undefined) return { kind, account, scope: ZeroHash, text: `${kind} ${account}` };
  const { id, text } = wanted === "schema" ? parseLabel(written.schema, "--schema") : railOf(written.rail, systems);
  return { kind, account, scope: id, text: `${kind} ${account} for ${text}` };
}

function optionsOf(kind: AccreditationKind): readonly [wanted: Scope | undefined, unwanted: readonly Scope[]] {
  if (kind === "issuer") return ["schema", ["rail"]];
  return isOfNetwork(kind) ? ["rail", ["schema"]] : [undefined, ["schema", "rail"]];
}

function railOf(written: string, systems: SystemBook): { readonly id: string; readonly text: string } {
  const { id, name, kind } = systems.resolve(written);
  if (kind === "rail" || kind === "unknown") return { id, text: name };
  throw new SuiteError({
    code: "input/scope",
    message: `${name} is a ${kind} and no rail.`,
    hint: "Name a rail of governance.json with --rail, or give its id.",
    details: { rail: written, kind },
  });
}

function scopeError(kind: AccreditationKind, what: string): SuiteError {
  return new SuiteError({
    code: "input/scope",
    message: `The accreditation of a ${kind} ${what}.`,
    hint: "An issuer is accredited for a schema (--schema), a rail-member or validator for a rail (--rail), a verifier for neither.",
    details: { kind },
  });
}

type Scope = "schema" | "rail";
