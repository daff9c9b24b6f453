import { fitting } from "#lib/evidence/call-fit";
import { type ProvenState, wordOf } from "#lib/evidence/account-state";
import { type Court, type Fail, requireCallInRole } from "#lib/evidence/council-act";
import { textArgument } from "#lib/evidence/describe-event";
import { type BatchAct, DistributionEntitlement } from "#lib/evidence/distribution-entitlement";
import { DistributionReplay } from "#lib/evidence/distribution-replay";
import { numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument } from "#lib/evidence/gateway-event";
import { accountSlots, readAccount, type StoredAccount } from "#lib/evidence/ledger-slots";
import type { ProgramReplay } from "#lib/evidence/program-replay";
import { programSystem } from "#lib/evidence/program-speaker";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import { ROLES } from "#lib/evidence/role-numbers";
import { type JudgedStep, Tally } from "#lib/evidence/tally";

const CONTRACT = "DistributionLedger";

/** Number of `ExceptionKind.Undelivered`. */
const UNDELIVERED = 1;

const COUNTERS = [
  "budget",
  "committed",
  "batches",
  "rows",
  "authorised",
  "settled",
  "exceptions",
  "residual",
] as const satisfies readonly (keyof StoredAccount)[];

/** That every batch was within its programme's terms, by who may decide on it; and that its sums add up. */
export class DistributionJudge {
  readonly replay: DistributionReplay;
  readonly #court: Court;
  readonly #programs: ProgramReplay;
  readonly #may: DistributionEntitlement;
  readonly #tally: Tally;
  /** Submitted last: within the day's threshold it is authorised in the same transaction. */
  #submitted: { readonly batchId: string; readonly transactionHash: string } | null = null;

  constructor(court: Court, programs: ProgramReplay, ledger: ClaimLedger) {
    const { chainId, contracts } = court.trust;
    this.replay = new DistributionReplay({ chainId, ledger: contracts[CONTRACT]?.address ?? "" }, programs);
    this.#court = court;
    this.#programs = programs;
    this.#may = new DistributionEntitlement(court, programs);
    this.#tally = new Tally(ledger, "distribution");
  }

  judge(step: JudgedStep): void {
    const { described, line } = step;
    if (line.contract !== CONTRACT) return;
    const batchId = textArgument(described, "batchId");
    const programId = textArgument(described, "programId");
    if (described.name === "BudgetSet" || described.name === "ApprovalThresholdSet") {
      this.#tally.judge(step, programId, (fail) => this.#judgeSetting(step, programId, fail));
    } else if (batchId !== "") {
      this.#tally.judge(step, batchId, (fail) => this.#judgeBatch(step, fail));
    }
  }

  conclude(): void {
    this.#tally.conclude("within rules, period, caps, budget, threshold and modes, by who may; all sums add up");
    this.#tally.admit(
      "that a manifest has the rows of its root, and that they sum up to its total, is the word of who submitted it",
    );
    this.#tally.admit(
      "that a payment was made, for so many rows, is the word of the treasury operator who settled or reversed it",
    );
  }

  /** What the ledger counts of each programme is what its events sum up to. */
  judgeState(state: ProvenState): void {
    const ledger = this.#court.trust.contracts[CONTRACT]?.address ?? "";
    const { programIds } = this.#court.history.registers;
    this.#tally.attempt(() => {
      for (const programId of programIds) {
        const stored = readAccount(accountSlots(programId).map((slot) => wordOf(state, ledger, slot)));
        const { budget, committed, volume } = this.replay.accountOf(programId);
        const counted = { budget, committed, ...volume };
        const unlike = COUNTERS.find((name) => counted[name] !== stored[name]);
        if (unlike === undefined) continue;
        const said = `${unlike} of ${programId} is ${stored[unlike]} in storage`;
        throw new ClaimError(`${said}, its events sum up to ${counted[unlike]}`);
      }
      this.#tally.admit(
        `budget, commitment and volume of ${programIds.length} programmes in storage are the events' sums`,
      );
    });
  }

  #judgeSetting(step: JudgedStep, programId: string, fail: Fail): string | null {
    const { described, log } = step;
    const account = this.replay.accountOf(programId);
    const budget = described.name === "BudgetSet";
    const value = amountArgument(described, budget ? "budget" : "perDay");
    const raised = budget ? account.setBudget(value) : account.setThreshold(value, log.timestamp);
    const method = budget ? "setBudget" : "setApprovalThreshold";
    const wanted = { contract: CONTRACT, methods: [method], fits: fitting(described), subject: programId };
    const role = budget ? ROLES.SOVEREIGN_AUTHORITY : ROLES.PROGRAM_AUTHORITY;
    requireCallInRole(role, wanted, log, this.#court, fail);
    return firstOf(
      this.#programs.find(programId) === undefined ? "is of a programme that was never registered" : null,
      value === 0n ? "sets nothing" : null,
      budget && value < account.committed ? `is below the ${account.committed} that are committed` : null,
      raised ? this.#court.modes.whyNot(programSystem(programId), "CONFIGURE", log.timestamp) : null,
    );
  }

  #judgeBatch(step: JudgedStep, fail: Fail): string | null {
    const { described, log } = step;
    const batchId = textArgument(described, "batchId");
    // As it stood before: a decision is judged by what it decided on.
    const exception = this.replay.exceptions.find(batchId, textArgument(described, "index"));
    const before = exception === undefined ? undefined : { ...exception };
    const wrong = this.replay.apply(described, log.timestamp);
    const batch = this.replay.find(batchId);
    if (described.name === "BatchSubmitted") this.#submitted = { batchId, transactionHash: log.transactionHash };
    if (batch === undefined) return wrong;
    return wrong ?? this.#unlikeRules({ step, batch, exception: before }, fail);
  }

  #unlikeRules(act: BatchAct, fail: Fail): string | null {
    const { described } = act.step;
    const may = this.#may;
    switch (described.name) {
      case "BatchSubmitted":
        return may.submit(act);
      case "BatchAuthorised": {
        const metered = may.meter(act);
        return firstOf(metered, this.#isAtOnce(act) ? this.#drawThreshold(act) : may.authorise(act, fail));
      }
      case "BatchRejected":
        return may.reject(act, fail);
      case "BatchSettled":
        return may.settle(act);
      case "SettlementReversed":
        return may.reverse(act);
      case "ExceptionRaised":
        return numberArgument(described, "kind") === UNDELIVERED ? may.except(act) : may.audit(act);
      case "ExceptionDisputed":
        return may.except(act);
      case "FindingWithdrawn":
        return may.audit(act);
      case "ExceptionResolved":
        return may.resolve(act, fail);
      case "BatchReconciled":
        return may.reconcile(act, fail);
      default:
        return null;
    }
  }

  /** In the transaction that submitted it, by whoever did. */
  #isAtOnce({ step, batch }: BatchAct): boolean {
    const { described, log } = step;
    const submitted = this.#submitted;
    const fits = submitted?.batchId === textArgument(described, "batchId");
    return (
      fits && submitted.transactionHash === log.transactionHash && textArgument(described, "by") === batch.submitter
    );
  }

  #drawThreshold({ step, batch }: BatchAct): string | null {
    return this.replay.accountOf(batch.programId).drawThreshold(batch.total, step.log.timestamp);
  }
}
