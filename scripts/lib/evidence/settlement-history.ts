import type { Direction } from "#lib/bridge/gateway-words";
import type { ProvenLog } from "#lib/evidence/chain-data";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { actOf, numberArgument } from "#lib/evidence/event-values";
import { directionOf, reasonOf } from "#lib/evidence/gateway-event";
import type { SettlementLine } from "#lib/evidence/settlement-format";

/** An event of the gateway, where it stands. */
export interface GatewayRecord {
  readonly contract: string;
  readonly sequence: number;
  readonly event: DescribedEvent;
  readonly log: ProvenLog;
}

type Step = SettlementLine["steps"][number]["step"];

/** Conversions with their settlement references, folded from proven events of the gateway only. */
export class SettlementHistory {
  readonly #lines = new Map<string, SettlementLine>();
  /** Statements about what has not come to be yet. */
  readonly #said = new Map<string, SettlementLine["attestations"]>();

  /** In the order in which they came to be. */
  all(): SettlementLine[] {
    return [...this.#lines.values()];
  }

  apply(record: GatewayRecord): void {
    const { contract, event } = record;
    if (contract !== "BridgeGateway") return;
    const id = textArgument(event, "id");
    const line = this.#lines.get(id);
    switch (event.name) {
      case "ConversionRequested":
        this.#begin(record, "Out", "requested", textArgument(event, "parametersVersion"));
        return;
      case "InboundAdmitted":
        this.#begin(record, "In", "admitted", null);
        return;
      case "ConversionAttested":
        this.#attest(id, record);
        return;
      case "ConversionSettled":
        if (line === undefined) return;
        line.parametersVersion = textArgument(event, "parametersVersion");
        if (directionOf(event) === "Out") line.settlementReference = textArgument(event, "settlementReference");
        step(line, record, "settled");
        return;
      case "ConversionFailed":
        if (line !== undefined) step(line, record, "failed");
        return;
      case "ConversionRefunded":
        if (line === undefined) return;
        if (directionOf(event) === "In") line.returnReference = textArgument(event, "settlementReference");
        step(line, record, "refunded");
        return;
      default:
    }
  }

  #begin(record: GatewayRecord, direction: Direction, first: Step, parametersVersion: string | null): void {
    const { event } = record;
    const id = textArgument(event, "id");
    const line: SettlementLine = {
      id,
      direction,
      counterparty: textArgument(event, "counterparty"),
      nonce: textArgument(event, "nonce"),
      amount: textArgument(event, "amount"),
      status: "Requested",
      settlementReference: direction === "In" ? textArgument(event, "settlementReference") : null,
      returnReference: null,
      parametersVersion,
      steps: [],
      attestations: this.#said.get(id) ?? [],
    };
    this.#said.delete(id);
    this.#lines.set(id, line);
    step(line, record, first);
  }

  #attest(id: string, record: GatewayRecord): void {
    const { event } = record;
    const attestations = this.#lines.get(id)?.attestations ?? this.#said.get(id) ?? [];
    attestations.push({
      operator: textArgument(event, "operator"),
      entity: numberArgument(event, "entity"),
      statement: textArgument(event, "statement"),
      complete: event.args["complete"] === true,
      ...actOf(record),
    });
    if (!this.#lines.has(id)) this.#said.set(id, attestations);
  }
}

const STATUS: Readonly<Record<Step, SettlementLine["status"]>> = {
  requested: "Requested",
  admitted: "Requested",
  settled: "Settled",
  failed: "Failed",
  refunded: "Refunded",
};

function step(line: SettlementLine, record: GatewayRecord, name: Step): void {
  const failed = name === "failed";
  line.status = STATUS[name];
  line.steps.push({
    step: name,
    reason: failed ? reasonOf(record.event) : null,
    digest: failed ? textArgument(record.event, "evidenceDigest") : null,
    ...actOf(record),
  });
}
