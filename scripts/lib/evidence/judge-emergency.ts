import { ZeroHash } from "ethers";

import { BudgetReplay } from "#lib/evidence/budget-replay";
import { fitting } from "#lib/evidence/call-fit";
import { type Court, type Fail, requireCall, requireCouncil } from "#lib/evidence/council-act";
import { DebtReplay, type Owing } from "#lib/evidence/debt-replay";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Approval } from "#lib/evidence/format";
import type { Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger, type Place } from "#lib/evidence/report";
import { MODES } from "#lib/emergency/system-modes";

const SOVEREIGN_AUTHORITY = 1;
const EMERGENCY_COUNCIL = 4;

/** Whose act each event is, and the functions by which the council acts. */
const ACTS: Readonly<Record<string, { readonly role: number; readonly methods: readonly string[] }>> = {
  EmergencyDeclared: { role: EMERGENCY_COUNCIL, methods: ["restrict", "invokePlaybook"] },
  NarrativeFiled: { role: EMERGENCY_COUNCIL, methods: ["fileNarrative"] },
  OverrideEnded: { role: EMERGENCY_COUNCIL, methods: ["endOverride"] },
  RestrictionExtended: { role: SOVEREIGN_AUTHORITY, methods: ["extend"] },
  SystemRestored: { role: SOVEREIGN_AUTHORITY, methods: ["restore"] },
  BudgetRefilled: { role: SOVEREIGN_AUTHORITY, methods: ["refillBudget"] },
  OverrideGranted: { role: SOVEREIGN_AUTHORITY, methods: ["grantOverride"] },
};

/** What the EmergencyController's rules demand, judged again from proven events. */
export class EmergencyJudge {
  readonly #court: Court;
  readonly #ledger: ClaimLedger;
  readonly #budgets = new BudgetReplay();
  readonly #debts = new DebtReplay();
  /** What the last act owes, until it is recorded that it does. */
  #owing: (Owing & { readonly place: Place; readonly transactionHash: string }) | null = null;

  constructor(court: Court, ledger: ClaimLedger) {
    this.#court = court;
    this.#ledger = ledger;
  }

  judge(step: Extract<Step, { kind: "event" }>): void {
    const { line, described, log } = step;
    if (line.contract !== "EmergencyController" || described === null) return;
    const place = { contract: line.contract, sequence: line.sequence };
    const subject = subjectOf(described);
    const fail: Fail = (reason) => {
      throw new ClaimError(`${described.name} ${subject}: ${reason}`, place);
    };
    this.#ledger.attempt("emergency", () => {
      // Counted before it is judged, so that one bad event does not spoil the sums of those that follow.
      const wrong = this.#follow(described, log, place, fail);
      const signed = this.#requireAct(described, log, subject, fail);
      if (wrong !== null) fail(wrong);
      this.#ledger.prove("emergency", `${described.name} ${subject}${signed}`, place);
    });
  }

  /** Nothing may be left that owes a review and does not say so. */
  conclude(): void {
    if (this.#owing === null) return;
    const { incidentId, place } = this.#owing;
    this.#ledger.fail("emergency", `what was done for ${incidentId} owes a review, and none is recorded`, place);
  }

  /** @returns Who signed, in words; nothing for what is no act of a council. */
  #requireAct(event: DescribedEvent, log: ProvenLog, subject: string, fail: Fail): string {
    const act = ACTS[event.name];
    if (act === undefined) return "";
    const safe = textArgument(event, "safe");
    const methods = event.name === "EmergencyDeclared" ? [declaredBy(event)] : act.methods;
    const wanted = { safe, contract: "EmergencyController", methods, fits: fitting(event), subject };
    const approval = requireCall(wanted, log, this.#court, fail);
    const { entities } = requireCouncil(act.role, approval, this.#court.history, fail);
    if (event.name === "EmergencyDeclared") requireDeclared(event, approval, entities, fail);
    return ` by ${approval.records.length} signers of ${approval.council}`;
  }

  /** Takes note of an event; says what of it breaks a bound. */
  #follow(event: DescribedEvent, log: ProvenLog, place: Place, fail: Fail): string | null {
    const text = (name: string): string => textArgument(event, name);
    const number = (name: string): number => numberArgument(event, name);
    const [systemId, incidentId, now] = [text("systemId"), text("incidentId"), log.timestamp];
    const owe = (until: number, byPlaybook: boolean | null = null): void => {
      const before = this.#owing;
      const own = { incidentId, until, byCouncil: byPlaybook !== null, byPlaybook: byPlaybook === true };
      this.#owing = { ...own, place, transactionHash: log.transactionHash };
      if (before !== null) fail(`what was done for ${before.incidentId} before owes a review, and none is recorded`);
    };
    switch (event.name) {
      case "EmergencyDeclared":
        owe(0, text("playbookId") !== ZeroHash);
        return null;
      case "SystemRestricted":
        return this.#restrict(event, log);
      case "RestrictionExtended": {
        const [until, limitedUntil] = [number("until"), number("limitedUntil")];
        const limited = MODES[number("mode")] === "LIMITED";
        const wrong = this.#budgets.extend(systemId, limited, until, limitedUntil, now);
        owe(limitedUntil);
        return wrong;
      }
      case "SystemRestored":
        return this.#budgets.restore(systemId, MODES[number("mode")] === "NORMAL", now);
      case "BudgetRefilled":
        this.#budgets.refill(systemId);
        return null;
      case "OverrideGranted": {
        const wrong = this.#budgets.grant(incidentId, systemId, text("operation"), number("until"), now);
        owe(number("until"));
        return wrong;
      }
      case "OverrideEnded":
        return this.#budgets.endGrant(systemId, text("operation"), now);
      case "EmergencyFixNoted":
        owe(now);
        return null;
      case "ReviewOwed":
        return this.#owe(event, log);
      case "NarrativeFiled":
        this.#debts.fileNarrative(incidentId);
        return null;
      case "ReviewFiled":
        this.#debts.file(incidentId, now);
        return this.#unlessReviewed(incidentId, "submitted", log);
      case "ReviewRejected":
        this.#debts.reject(incidentId);
        return this.#unlessReviewed(incidentId, "returned", log);
      case "ReviewAccepted":
        this.#debts.accept(incidentId);
        this.#budgets.giveBack(incidentId);
        return this.#unlessReviewed(incidentId, "approved", log);
      default:
        return null;
    }
  }

  #restrict(event: DescribedEvent, log: ProvenLog): string | null {
    const number = (name: string): number => numberArgument(event, name);
    const [systemId, incidentId] = [textArgument(event, "systemId"), textArgument(event, "incidentId")];
    const fromReserve = event.args["fromReserve"] === true;
    const overdue = this.#debts.isOverdue(log.timestamp);
    const args = {
      strictUntil: number("strictUntil"),
      limitedUntil: number("limitedUntil"),
      charged: number("charged"),
      fromReserve,
    };
    const wrong = this.#budgets.restrict(incidentId, systemId, args, log.timestamp);
    const owing = this.#owing;
    if (owing?.incidentId !== incidentId || owing.transactionHash !== log.transactionHash || !owing.byCouncil) {
      return "no declaration of the incident stands before it";
    }
    this.#owing = { ...owing, until: Math.max(owing.until, 2 * args.strictUntil - log.timestamp) };
    if (fromReserve !== overdue) {
      return overdue ? "was not taken from the reserve, with a review overdue" : "was taken from the reserve";
    }
    return wrong;
  }

  #owe(event: DescribedEvent, log: ProvenLog): string | null {
    const owing = this.#owing;
    const incidentId = textArgument(event, "incidentId");
    this.#owing = null;
    if (owing?.incidentId !== incidentId || owing.transactionHash !== log.transactionHash) {
      return "nothing was done that owes it";
    }
    const { dueAt, narrativeDueAt } = this.#debts.owe(owing, log.timestamp);
    for (const [name, due] of Object.entries({ dueAt, narrativeDueAt })) {
      const said = numberArgument(event, name);
      if (said !== due) return `${name} is ${said} instead of ${due}`;
    }
    return null;
  }

  /** A debt moves only with a review in the IncidentRegistry, in the same transaction. */
  #unlessReviewed(incidentId: string, step: "submitted" | "returned" | "approved", log: ProvenLog): string | null {
    const review = this.#court.history.incidents.find(incidentId)?.reviews.at(-1);
    const fits = review?.step === step && review.transactionHash === log.transactionHash;
    return fits ? null : `no review was ${step} in the IncidentRegistry`;
  }
}

function subjectOf(event: DescribedEvent): string {
  const names = ["incidentId", "systemId", "playbookId", "target", "incidentRegistry"];
  return names.map((name) => textArgument(event, name)).find((value) => value !== "") ?? "";
}

function declaredBy(event: DescribedEvent): string {
  return textArgument(event, "playbookId") === ZeroHash ? "restrict" : "invokePlaybook";
}

function requireDeclared(event: DescribedEvent, approval: Approval, entities: bigint, fail: Fail): void {
  const safeTxHash = textArgument(event, "safeTxHash");
  if (approval.safeTxHash !== safeTxHash) fail(`names ${safeTxHash}, its Safe executed ${approval.safeTxHash}`);
  const said = textArgument(event, "entities");
  if (said !== String(entities)) fail(`its signers sit for entities ${entities}, the event says ${said}`);
}
