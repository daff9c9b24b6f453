import { fitting } from "#lib/evidence/call-fit";
import { type Court, type Fail, requireCallOf } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import type { ClaimLedger, Place } from "#lib/evidence/report";
import { ROLES } from "#lib/evidence/role-numbers";
import { type JudgedStep, Tally } from "#lib/evidence/tally";
import type { KeyCategory } from "#lib/keys/key-id";
import type { RoleName } from "#lib/permissions/roles";

/** One body keeps each category; councils' keys the Sovereign Authority with its Safe. */
const BODIES: Readonly<Record<KeyCategory, RoleName>> = {
  governance: "SOVEREIGN_AUTHORITY",
  issuer: "IDENTITY_AUTHORITY",
  operator: "TECHNICAL_OPERATOR",
  audit: "AUDITOR",
};

/** Who may report and drill keys of every category. */
const WATCHERS: Readonly<Record<string, readonly RoleName[]>> = {
  KeyCompromised: ["TECHNICAL_OPERATOR", "MONITOR"],
  KeyRecoveryDrilled: ["TECHNICAL_OPERATOR"],
};

/** The functions by which the Sovereign Authority keeps its category. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  KeyRegistered: ["registerGovernanceKey", "rotateGovernanceKey"],
  KeyRotated: ["rotateGovernanceKey"],
  KeyRetired: ["retireGovernanceKey"],
};

/** That every key is kept by the body of its category, and that what has ended is used no more. */
export class KeyJudge {
  readonly #court: Court;
  readonly #ledger: ClaimLedger;
  readonly #tally: Tally;
  /** Of the last registration. */
  #registered: Place = {};

  constructor(court: Court, ledger: ClaimLedger) {
    this.#court = court;
    this.#ledger = ledger;
    this.#tally = new Tally(ledger, "key");
  }

  judge(step: JudgedStep): void {
    const { described, line, log } = step;
    const keyId = textArgument(described, "keyId");
    if (line.contract !== "KeyRegistry" || keyId === "") return;
    this.#requireFinished(described, log.transactionHash);
    if (described.name === "KeyRegistered") this.#registered = { contract: line.contract, sequence: line.sequence };
    this.#tally.judge(step, keyId, (fail) => {
      const wrong = this.#court.keys.apply(described, log.timestamp, log.transactionHash);
      return wrong ?? this.#unlikeBody(step, fail);
    });
  }

  conclude(): void {
    this.#requireFinished(null, "");
    this.#tally.conclude("each category by the body that keeps it");
    this.#tally.admit("that a key exists, is kept as its terms say and was really replaced is the word of that body");
  }

  #unlikeBody({ described, log }: JudgedStep, fail: Fail): string | null {
    const { history } = this.#court;
    const by = textArgument(described, "by");
    const category = this.#court.keys.categoryOf(textArgument(described, "keyId"));
    const roles = WATCHERS[described.name] ?? (category === null ? [] : [BODIES[category]]);
    if (roles.includes("SOVEREIGN_AUTHORITY")) {
      const methods = METHODS[described.name] ?? [];
      const wanted = {
        safe: by,
        contract: "KeyRegistry",
        methods,
        fits: saysSo(described),
        subject: textArgument(described, "keyId"),
      };
      requireCallOf(ROLES.SOVEREIGN_AUTHORITY, wanted, log, this.#court, fail);
      return null;
    }
    const held = roles.some((role) => history.governance.holds(ROLES[role], by, log.timestamp));
    return held ? null : `${by} did not hold ${roles.join(" or ")}`;
  }

  #requireFinished(event: DescribedEvent | null, transactionHash: string): void {
    const reason = this.#court.keys.unfinished(event, transactionHash);
    if (reason !== null) this.#ledger.fail("key", reason, this.#registered);
  }
}

/** A rotation registers the successor as well: what its call names so is the key of that event. */
function saysSo(event: DescribedEvent): ReturnType<typeof fitting> {
  const successor = { keyId: null, successor: "keyId", evidenceDigest: null };
  return (call) => {
    const isSuccessor = event.name === "KeyRegistered" && call.fragment.name === "rotateGovernanceKey";
    return fitting(event, isSuccessor ? successor : {})(call);
  };
}
