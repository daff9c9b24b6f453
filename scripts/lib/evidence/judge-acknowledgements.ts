import { snapshotDigest } from "#lib/bridge/snapshot-format";
import { changeClasses } from "#lib/evidence/change-history";
import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Court, Fail } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { KNOWN_BLOCKS, type RecentChain } from "#lib/evidence/recent-chain";
import type { Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";

const MONITOR = 10;

/** Bound of `Acknowledgements.sol`, in seconds. */
const MAX_AGE = 86_400;

/** Monitoring's word about a change: that it looked, at what, and that its word was fresh when the change ran. */
export class AcknowledgementJudge {
  readonly #court: Court;
  readonly #recent: RecentChain;
  readonly #ledger: ClaimLedger;
  /** When each change was acknowledged last, since its approvals were complete. */
  readonly #given = new Map<string, number>();

  constructor(court: Court, recent: RecentChain, ledger: ClaimLedger) {
    this.#court = court;
    this.#recent = recent;
    this.#ledger = ledger;
  }

  judge({ line, described, log }: Extract<Step, { kind: "event" }>): void {
    if (described === null) return;
    const { contract, sequence } = line;
    if (contract !== "ChangeManager") return;
    const id = textArgument(described, "id");
    const place = { contract, sequence };
    const fail: Fail = (reason) => {
      throw new ClaimError(`${described.name} ${id}: ${reason}`, place);
    };
    this.#ledger.attempt("acknowledgement", () => {
      // Monitoring's word answers to the approvals that stood when it was given.
      if (["ChangeVetoed", "ApprovalWithdrawn"].includes(described.name)) this.#given.delete(id);
      if (described.name === "ChangeAcknowledged") {
        this.#given.set(id, log.timestamp);
        const seen = this.#requireSeen(described, id, log, fail);
        this.#ledger.prove("acknowledgement", `${described.name} ${id}: ${seen}`, place);
      }
      if (described.name === "ChangeExecuted" && this.#isNeeded(id)) {
        const given = this.#given.get(id) ?? fail("was never acknowledged by monitoring");
        const age = log.timestamp - given;
        if (age > MAX_AGE) fail(`was acknowledged ${age} s before, more than ${MAX_AGE} s`);
        this.#ledger.prove("acknowledgement", `${described.name} ${id}: acknowledged ${age} s before`, place);
      }
    });
  }

  /** @returns What monitoring saw, in words. */
  #requireSeen(event: DescribedEvent, id: string, log: ProvenLog, fail: Fail): string {
    const { history } = this.#court;
    const monitor = textArgument(event, "monitor");
    if (!history.governance.holds(MONITOR, monitor, log.timestamp)) fail(`${monitor} did not hold role ${MONITOR}`);
    const change = history.changes.of(id) ?? fail("was never proposed");
    if (change.queued === null) fail("was acknowledged before its approvals were complete");
    const observed = numberArgument(event, "observedBlock");
    if (observed >= log.blockNumber || observed < log.blockNumber - KNOWN_BLOCKS) {
      fail(`block ${observed} was not known in block ${log.blockNumber}`);
    }
    const header = this.#recent.headerAt(observed) ?? fail(`block ${observed} lies before the evidence`);
    const hash = textArgument(event, "observedHash");
    if (hash !== header.hash) fail(`says that block ${observed} is ${hash}, it is ${header.hash}`);
    if (changeClasses[change.changeClass] !== "BridgeParameter") return "what monitoring saw is its own word";
    const snapshot = this.#recent.snapshotAt(header);
    if (snapshot === undefined) return `of block ${observed}, whose metrics this bundle leaves out`;
    const [said, due] = [textArgument(event, "metricsDigest"), snapshotDigest(snapshot)];
    if (said !== due) fail(`the metrics of block ${observed} hash to ${due}, acknowledged was ${said}`);
    return `the metrics of block ${observed} are those acknowledged`;
  }

  #isNeeded(id: string): boolean {
    const { changes, governance } = this.#court.history;
    const change = changes.of(id);
    if (change === undefined) return false;
    const version = change.queued?.policyVersion ?? 0;
    const policy = governance.policyOfVersion(change.changeClass, version);
    return changeClasses[change.changeClass] === "BridgeParameter" || policy?.needsAcknowledgement === true;
  }
}
