import { ZeroHash } from "ethers";

import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import type { GovernanceState } from "#lib/evidence/governance-state";
import { type AccreditationKind, accreditationKinds } from "#lib/evidence/register-words";
import { ROLES } from "#lib/evidence/role-numbers";
import { SchemaReplay } from "#lib/evidence/schema-replay";

/** `SHORTEST` and `LONGEST` of `AccreditationBook.sol`, in seconds. */
const TERM = { shortest: 86_400, longest: 730 * 86_400 } as const;

interface Accreditation {
  readonly status: "Accredited" | "Suspended" | "Withdrawn";
  readonly entity: number;
  readonly round: number;
  readonly schemaVersion: number;
  readonly until: number;
  readonly requirementDigest: string;
}

/** From which status each event leads where. */
const MOVES: Readonly<Record<string, readonly [readonly Accreditation["status"][], Accreditation["status"]]>> = {
  AccreditationRenewed: [["Accredited"], "Accredited"],
  AccreditationSuspended: [["Accredited"], "Suspended"],
  AccreditationReinstated: [["Suspended"], "Accredited"],
  AccreditationWithdrawn: [["Accredited", "Suspended"], "Withdrawn"],
};

/** The body that accredits a kind. */
export function bodyOf(kind: AccreditationKind): "IDENTITY_AUTHORITY" | "TREASURY_OPERATOR" {
  return kind === "Issuer" || kind === "Verifier" ? "IDENTITY_AUTHORITY" : "TREASURY_OPERATOR";
}

/** The AccreditationRegistry again. Each event is taken note of, and what is wrong with it is said; null for nothing. */
export class AccreditationReplay {
  readonly #governance: GovernanceState;
  readonly #schemas = new SchemaReplay();
  readonly #subjects = new Map<string, Accreditation>();

  constructor(governance: GovernanceState) {
    this.#governance = governance;
  }

  apply(event: DescribedEvent, now: number): string | null {
    if (event.name === "SchemaPublished") return this.#schemas.publish(event, now);
    if (event.name === "SchemaRetired") return this.#schemas.retire(event);
    if (event.name === "Accredited") return this.#accredit(event, now);
    return event.name in MOVES ? this.#move(event, now) : null;
  }

  /** Why an account may not issue by a schema now, as far as its accreditation goes; null when it may. */
  whyNoIssuer(issuer: string, schemaId: string, now: number): string | null {
    const held = this.#subjects.get(keyOf("Issuer", issuer, schemaId));
    return this.#whyNot(held, issuer, now) ?? this.#schemas.whyNot(schemaId, held?.schemaVersion ?? 0, now);
  }

  /** The same of recording checks. */
  whyNoVerifier(verifier: string, now: number): string | null {
    return this.#whyNot(this.#subjects.get(keyOf("Verifier", verifier, ZeroHash)), verifier, now);
  }

  #whyNot(held: Accreditation | undefined, account: string, now: number): string | null {
    if (held === undefined) return `${account} is not accredited`;
    if (held.status !== "Accredited") return `the accreditation of ${account} is ${held.status}`;
    if (now >= held.until) return `the accreditation of ${account} ended at ${held.until}`;
    return this.#actsFor(account, held.entity);
  }

  #accredit(event: DescribedEvent, now: number): string | null {
    const subject = subjectOf(event);
    const before = this.#subjects.get(subject.key);
    const entity = numberArgument(event, "entity");
    const [round, expected] = [numberArgument(event, "round"), (before?.round ?? 0) + 1];
    const judged = judgedBy(event);
    this.#subjects.set(subject.key, { status: "Accredited", entity, round, ...judged });
    const isAgain = before?.status === "Withdrawn" && before.requirementDigest === judged.requirementDigest;
    return firstOf(
      before === undefined || before.status === "Withdrawn" ? null : `follows one that is ${before.status}`,
      isAgain ? "rests on the assessment that was withdrawn" : null,
      round === expected ? null : `is round ${round} instead of ${expected}`,
      this.#unfit(subject, entity),
      this.#unlikeTerm(subject, judged, now),
    );
  }

  #move(event: DescribedEvent, now: number): string | null {
    const subject = subjectOf(event);
    const before = this.#subjects.get(subject.key);
    const [from, status] = MOVES[event.name] ?? [[], "Withdrawn"];
    if (before === undefined) return "was never accredited";
    const renewed = event.name === "AccreditationRenewed";
    const judged = renewed ? judgedBy(event) : null;
    this.#subjects.set(subject.key, { ...before, ...judged, status });
    return firstOf(
      from.includes(before.status) ? null : `was ${before.status}`,
      renewed ? this.#unfit(subject, before.entity) : null,
      event.name === "AccreditationReinstated" ? this.#unfit(subject, before.entity) : null,
      judged === null ? null : this.#unlikeTerm(subject, judged, now),
    );
  }

  /** It acts for that entity, which does not hold the role by which it is accredited. */
  #unfit({ kind, account, scope }: Subject, entity: number): string | null {
    const named = scope !== ZeroHash;
    const body = bodyOf(kind);
    return firstOf(
      named === (kind !== "Verifier") ? null : `has the scope ${scope}`,
      this.#actsFor(account, entity),
      this.#governance.entityHolds(ROLES[body], entity)
        ? `entity ${entity} holds ${body}, and is accredited by it`
        : null,
    );
  }

  #unlikeTerm(
    { kind, scope }: Subject,
    { until, schemaVersion }: ReturnType<typeof judgedBy>,
    now: number,
  ): string | null {
    const version = kind === "Issuer" ? this.#schemas.versionInForce(scope) : 0;
    const term = until - now;
    return firstOf(
      version === schemaVersion ? null : `was judged by version ${schemaVersion}, in force was ${String(version)}`,
      term >= TERM.shortest && term <= TERM.longest ? null : `is for ${term} s`,
    );
  }

  #actsFor(account: string, entity: number): string | null {
    const bound = this.#governance.entityOf(account);
    const fits = entity !== 0 && bound === entity;
    return fits ? null : `${account} acts for entity ${String(bound)}, accredited was ${entity}`;
  }
}

interface Subject {
  readonly kind: AccreditationKind;
  readonly account: string;
  readonly scope: string;
  readonly key: string;
}

function subjectOf(event: DescribedEvent): Subject {
  const kind = named(accreditationKinds, numberArgument(event, "kind"));
  const [account, scope] = [textArgument(event, "account"), textArgument(event, "scope")];
  return { kind, account, scope, key: keyOf(kind, account, scope) };
}

function keyOf(kind: AccreditationKind, account: string, scope: string): string {
  return `${kind}|${account}|${scope}`;
}

function judgedBy(event: DescribedEvent): Pick<Accreditation, "schemaVersion" | "until" | "requirementDigest"> {
  return {
    schemaVersion: numberArgument(event, "schemaVersion"),
    until: numberArgument(event, "until"),
    requirementDigest: textArgument(event, "requirementDigest"),
  };
}
