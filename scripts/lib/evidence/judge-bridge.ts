import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Court, Fail } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import type { GatewayFacts } from "#lib/evidence/gateway-facts";
import { GatewayReplay } from "#lib/evidence/gateway-replay";
import { type HandOver, ParametersJudge } from "#lib/evidence/judge-parameters";
import type { Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger, type Place } from "#lib/evidence/report";

/** What must still follow in the same transaction. */
interface Due {
  readonly reason: string;
  readonly place: Place;
  readonly transactionHash: string;
}

/** Events about conversions; each is judged, and together they make one claim. */
const CONVERSION = [
  "ConversionRequested",
  "InboundAdmitted",
  "ConversionSettled",
  "ConversionFailed",
  "ConversionRefunded",
];

/** What the bridge's rules demand, judged again from proven events: limits, parameters, attestations, conservation. */
export class BridgeJudge {
  readonly #ledger: ClaimLedger;
  readonly #gateway: GatewayReplay;
  readonly #parameters: ParametersJudge;
  readonly #legal = new Map<string, number>();
  #handOver: (HandOver & Due) | null = null;
  #unfinished: Due | null = null;

  constructor(court: Court, facts: GatewayFacts, ledger: ClaimLedger) {
    this.#ledger = ledger;
    this.#gateway = new GatewayReplay(facts, court);
    this.#parameters = new ParametersJudge(court, facts.gateway, this.#gateway);
  }

  judge({ line, described, log }: Extract<Step, { kind: "event" }>): void {
    if (described === null) return;
    const { contract, sequence } = line;
    if (contract === "ChangeManager") this.#parameters.follow(described, log);
    if (contract !== "BridgeParameters" && contract !== "BridgeGateway") return;
    const place = { contract, sequence };
    const fail: Fail = (reason) => {
      throw new ClaimError(`${described.name} ${subjectOf(described)}: ${reason}`, place);
    };
    this.#requireFinished(log.transactionHash);
    this.#ledger.attempt("bridge", () => {
      if (contract === "BridgeParameters") this.#judgeParameters(described, log, place, fail);
      else this.#judgeGateway(described, log, place, fail);
    });
  }

  /** What is begun is finished; and how much of it was legal. */
  conclude(): void {
    this.#requireFinished("");
    this.#failOver();
    const counted = CONVERSION.map((name) => `${this.#legal.get(name) ?? 0} ${name}`).join(", ");
    this.#ledger.prove("bridge", `within limits, modes and reserve: ${counted}; ${this.#gateway.rail.describe()}`);
    this.#ledger.prove(
      "bridge",
      "what the private rail settled, refused or gave back is the word of its operators, of two entities each; what stands on its books is the word of monitoring",
    );
  }

  #judgeParameters(event: DescribedEvent, log: ProvenLog, place: Place, fail: Fail): void {
    this.#failOver();
    const { handOver, wrong } = this.#parameters.take(event, log);
    if (handOver !== null) {
      const reason = `${subjectOf(event)} was not handed to the gateway`;
      this.#handOver = { ...handOver, reason, place, transactionHash: log.transactionHash };
    }
    const found = wrong ?? this.#parameters.whyUnauthorised(event, log, fail);
    if (found !== null) fail(found);
    if (event.name === "ParameterSet") this.#ledger.prove("bridge", `${event.name} ${subjectOf(event)}`, place);
  }

  #judgeGateway(event: DescribedEvent, log: ProvenLog, place: Place, fail: Fail): void {
    const taken = this.#takeOver(event, log);
    const wrong = this.#gateway.apply(event, log);
    const { unfinished } = this.#gateway;
    const { transactionHash } = log;
    this.#unfinished = unfinished === null ? null : { reason: unfinished, place, transactionHash };
    if (taken !== null) fail(taken);
    if (wrong !== null) fail(wrong);
    this.#legal.set(event.name, (this.#legal.get(event.name) ?? 0) + 1);
  }

  /** What the gateway takes is what was set just before. */
  #takeOver(event: DescribedEvent, { transactionHash }: ProvenLog): string | null {
    const due = this.#handOver;
    const takes = event.name === "FlowConfigured" || event.name === "ParameterApplied";
    if (!takes) {
      this.#failOver();
      return null;
    }
    this.#handOver = null;
    if (due?.name !== event.name || due.transactionHash !== transactionHash) return "follows from no ParameterSet";
    const unlike = Object.entries(due.args).find(([name, value]) => textArgument(event, name) !== value);
    return unlike === undefined ? null : `says ${unlike[0]} ${textArgument(event, unlike[0])}, set was ${unlike[1]}`;
  }

  #failOver(): void {
    const due = this.#handOver;
    this.#handOver = null;
    if (due !== null) this.#ledger.fail("bridge", due.reason, due.place);
  }

  #requireFinished(transactionHash: string): void {
    const due = this.#unfinished;
    if (due === null || due.transactionHash === transactionHash) return;
    this.#unfinished = null;
    this.#gateway.abandon();
    this.#ledger.fail("bridge", due.reason, due.place);
  }
}

function subjectOf(event: DescribedEvent): string {
  const names = ["id", "parameter", "monitor", "direction", "gateway"];
  return names.map((name) => textArgument(event, name)).find((value) => value !== "") ?? "";
}
