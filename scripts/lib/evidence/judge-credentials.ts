import type { AccreditationReplay } from "#lib/evidence/accreditation-replay";
import type { Court } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import type { ClaimLedger } from "#lib/evidence/report";
import { ROLES } from "#lib/evidence/role-numbers";
import { type JudgedStep, Tally } from "#lib/evidence/tally";
import { systemId } from "#lib/emergency/system-id";

const IDENTITY_SERVICE = systemId({ kind: "service", name: "identity" });

/** That whoever issued, revoked and checked was entitled to, as the CredentialLedger asks it; each event in constant time. */
export class CredentialJudge {
  readonly #court: Court;
  readonly #accreditations: AccreditationReplay;
  readonly #tally: Tally;
  /** Systems of issuers, worked out once. */
  readonly #systems = new Map<string, string>();

  constructor(court: Court, accreditations: AccreditationReplay, ledger: ClaimLedger) {
    this.#court = court;
    this.#accreditations = accreditations;
    this.#tally = new Tally(ledger, "credential");
  }

  judge(step: JudgedStep): void {
    const { described, line, log } = step;
    if (line.contract !== "CredentialLedger") return;
    const now = log.timestamp;
    switch (described.name) {
      case "CredentialIssued":
      case "BatchIssued":
        this.#tally.judge(step, textArgument(described, "issuer"), () => this.#issue(described, now));
        return;
      case "CredentialRevoked":
      case "BatchRevoked":
        this.#tally.judge(step, textArgument(described, "issuer"), () => this.#revoke(described, now));
        return;
      case "VerificationRecorded":
      case "VerificationBatchRecorded":
        this.#tally.judge(step, textArgument(described, "verifier"), () => this.#verify(described, now));
        return;
      default:
    }
  }

  conclude(): void {
    this.#tally.conclude("by who was entitled to, with the keys, accreditations and modes that it takes");
    this.#tally.admit("what a digest or a root stands for, and what a verifier saw, is the word of who recorded it");
  }

  #issue(event: DescribedEvent, now: number): string | null {
    const [issuer, schemaId] = [textArgument(event, "issuer"), textArgument(event, "schemaId")];
    const count = event.name === "BatchIssued" ? numberArgument(event, "count") : 1;
    const { modes, keys, history, trust } = this.#court;
    const ledger = trust.contracts["CredentialLedger"]?.address ?? "";
    return firstOf(
      this.#unlessHeld("ISSUER", issuer, now),
      modes.whyNot(this.#systemOf(issuer), "ISSUE", now),
      keys.whyNoIssuer(issuer, now),
      this.#accreditations.whyNoIssuer(issuer, schemaId, now),
      history.incidents.systemOf(ledger) === IDENTITY_SERVICE ? null : "the ledger did not belong to its service",
      modes.draw(IDENTITY_SERVICE, "ISSUE", BigInt(count), now),
    );
  }

  /** In every mode and with any key, by the issuer or by the Identity Authority for him. */
  #revoke(event: DescribedEvent, now: number): string | null {
    const [issuer, by] = [textArgument(event, "issuer"), textArgument(event, "by")];
    const asIssuer = issuer === by && this.#unlessHeld("ISSUER", by, now) === null;
    return asIssuer ? null : this.#unlessHeld("IDENTITY_AUTHORITY", by, now);
  }

  #verify(event: DescribedEvent, now: number): string | null {
    const verifier = textArgument(event, "verifier");
    return firstOf(
      this.#unlessHeld("VERIFIER", verifier, now),
      this.#accreditations.whyNoVerifier(verifier, now),
      this.#court.modes.whyNot(IDENTITY_SERVICE, "VERIFY", now),
    );
  }

  #unlessHeld(role: "ISSUER" | "VERIFIER" | "IDENTITY_AUTHORITY", account: string, now: number): string | null {
    return this.#court.history.governance.holds(ROLES[role], account, now) ? null : `${account} did not hold ${role}`;
  }

  #systemOf(issuer: string): string {
    const known = this.#systems.get(issuer) ?? systemId({ kind: "issuer", name: issuer, account: issuer });
    this.#systems.set(issuer, known);
    return known;
  }
}
