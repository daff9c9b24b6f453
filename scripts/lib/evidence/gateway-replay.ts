import { ZeroHash } from "ethers";

import type { Direction } from "#lib/bridge/gateway-words";
import { AdmissionReplay, unlikeReturned } from "#lib/evidence/admission-replay";
import { AttestationReplay, type Witness } from "#lib/evidence/attestation-replay";
import type { ProvenLog } from "#lib/evidence/chain-data";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { FailureReplay } from "#lib/evidence/failure-replay";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument, conversionOf, directionOf, reasonOf, statements } from "#lib/evidence/gateway-event";
import { conversionId, type GatewayFacts } from "#lib/evidence/gateway-facts";
import type { ModeReplay } from "#lib/evidence/mode-replay";
import { RailReplay } from "#lib/evidence/rail-replay";
import type { History } from "#lib/evidence/replay";

const MONITOR = 10;
const BRIDGE_OPERATOR = 13;

/** Reasons that operators attest; the others the gateway finds itself. */
const ATTESTED = ["BeneficiaryRejected", "ComplianceRejected", "RailUnavailable", "RailRejected"];

interface Conversion {
  readonly direction: Direction;
  readonly counterparty: string;
  readonly amount: bigint;
  status: "Requested" | "Settled" | "Failed" | "Refunded";
  usedAt: number;
  version: bigint;
}

/** Where a gateway event stands. */
type Here = Pick<ProvenLog, "timestamp" | "transactionHash">;

/** A gateway, driven again by its events. Each is taken note of, and what is wrong with it is said; null for nothing. */
export class GatewayReplay {
  readonly rail: RailReplay;
  readonly failures = new FailureReplay();
  readonly #admission: AdmissionReplay;
  readonly #attestations = new AttestationReplay();
  readonly #conversions = new Map<string, Conversion>();
  readonly #facts: GatewayFacts;
  readonly #history: History;
  #outNonce = 0n;
  /** Of an arrival that was neither released nor failed yet. */
  #admitted: { readonly id: string; readonly transactionHash: string } | null = null;

  constructor(facts: GatewayFacts, history: History, modes: ModeReplay) {
    this.rail = new RailReplay(facts.custody);
    this.#facts = facts;
    this.#history = history;
    this.#admission = new AdmissionReplay(facts, history, modes);
  }

  /** What the transaction of the last event must still bring; null for nothing. */
  get unfinished(): string | null {
    const { open } = this.#attestations;
    if (open !== null) return `what two entities attest of ${open.id} has no effect`;
    return this.#admitted === null ? null : `${this.#admitted.id} was admitted, and neither released nor failed`;
  }

  /** Expects nothing any more of a transaction that is over. */
  abandon(): void {
    this.#attestations.abandon();
    this.#admitted = null;
  }

  /** The rail as a system that can be restricted. */
  get systemId(): string {
    return this.#facts.systemId;
  }

  apply(event: DescribedEvent, here: Here): string | null {
    switch (event.name) {
      case "ConversionRequested":
        return this.#request(event, here);
      case "ConversionAttested":
        return this.#attest(event, here);
      case "InboundAdmitted":
        return this.#admit(event, here);
      case "ConversionSettled":
        return this.#settle(event, here);
      case "ConversionFailed":
        return this.#fail(event, here);
      case "ConversionRefunded":
        return this.#refund(event, here);
      case "ReserveAttested":
        return this.#attestReserve(event, here);
      case "FlowConfigured":
        this.#admission.takeFlow(event, here.timestamp);
        return null;
      case "ParameterApplied":
        this.#admission.takeParameter(event);
        return null;
      default:
        return null;
    }
  }

  #request(event: DescribedEvent, here: Here): string | null {
    const { id, counterparty, amount } = conversionOf(event);
    const [nonce, version] = [amountArgument(event, "nonce"), amountArgument(event, "parametersVersion")];
    const follows = nonce === this.#outNonce + 1n;
    this.#outNonce = nonce;
    const wrong = firstOf(
      this.#begin("Out", event),
      follows ? null : `has the nonce ${nonce} out of turn`,
      this.#admission.draw("Out", conversionOf(event), version, here.timestamp),
      this.rail.request(amount),
    );
    this.failures.addConversion(here.timestamp);
    this.#conversions.set(id, { ...begun("Out", counterparty, amount), usedAt: here.timestamp, version });
    return wrong;
  }

  #admit(event: DescribedEvent, here: Here): string | null {
    const { id, counterparty, amount } = conversionOf(event);
    const wrong = firstOf(
      this.#begin("In", event),
      this.#attestations.take(id, statements.inbound(event), here.transactionHash),
      this.rail.admit(amount),
    );
    this.failures.addConversion(here.timestamp);
    this.#conversions.set(id, begun("In", counterparty, amount));
    this.#admitted = { id, transactionHash: here.transactionHash };
    return wrong;
  }

  #attest(event: DescribedEvent, { timestamp, transactionHash }: Here): string | null {
    const { governance } = this.#history;
    const maySpeak = ({ operator, entity }: Witness): boolean =>
      entity !== 0 &&
      governance.entityOf(operator) === entity &&
      governance.holds(BRIDGE_OPERATOR, operator, timestamp);
    const attestation = {
      id: textArgument(event, "id"),
      operator: textArgument(event, "operator"),
      entity: numberArgument(event, "entity"),
      statement: textArgument(event, "statement"),
      complete: event.args["complete"] === true,
    };
    return this.#attestations.attest(attestation, transactionHash, maySpeak);
  }

  #settle(event: DescribedEvent, here: Here): string | null {
    const { id, amount } = conversionOf(event);
    const [reference, version] = [
      textArgument(event, "settlementReference"),
      amountArgument(event, "parametersVersion"),
    ];
    const out = directionOf(event) === "Out";
    const conversion = this.#conversions.get(id);
    const admittedNow = this.#finish(id, here);
    const wrong = out
      ? firstOf(
          this.#expect(event, "Requested"),
          this.#attestations.take(id, statements.settlement(reference), here.transactionHash),
          conversion?.version === version ? null : `is stamped with version ${version}, requested under another`,
        )
      : firstOf(
          this.#expect(event, admittedNow ? "Requested" : "Failed"),
          this.rail.release(amount, this.#admission.reserveMaxAge, here.timestamp),
          this.#admission.draw("In", conversionOf(event), version, here.timestamp),
          reference === ZeroHash ? null : "names a settlement of its own",
        );
    if (out) this.rail.settle(amount);
    if (conversion !== undefined) conversion.status = "Settled";
    return wrong;
  }

  #fail(event: DescribedEvent, here: Here): string | null {
    const { id, amount } = conversionOf(event);
    const [reason, digest] = [numberArgument(event, "reason"), textArgument(event, "evidenceDigest")];
    const out = directionOf(event) === "Out";
    const conversion = this.#conversions.get(id);
    const admittedNow = this.#finish(id, here);
    const attestable = ATTESTED.includes(reasonOf(event));
    this.failures.addFailure(here.timestamp);
    if (out) this.rail.fail(amount);
    const wrong = firstOf(
      this.#expect(event, "Requested"),
      out ? this.#attestations.take(id, statements.failure(reason, digest), here.transactionHash) : null,
      out || admittedNow ? null : "fails later than in the transaction that admitted it",
      attestable === out && reason !== 0 ? null : `fails for ${reasonOf(event)}, which is no reason in this direction`,
    );
    if (conversion !== undefined) conversion.status = "Failed";
    return wrong;
  }

  #refund(event: DescribedEvent, { timestamp, transactionHash }: Here): string | null {
    const refunded = conversionOf(event);
    const { id, amount } = refunded;
    const conversion = this.#conversions.get(id);
    const wrong =
      directionOf(event) === "Out"
        ? firstOf(
            this.#expect(event, "Failed"),
            this.#admission.giveBack(event, refunded, conversion?.usedAt ?? 0, timestamp),
            this.rail.refund(amount),
          )
        : firstOf(
            this.#expect(event, "Failed"),
            unlikeReturned(event, 0n, 0n),
            this.#attestations.take(id, statements.return(textArgument(event, "settlementReference")), transactionHash),
          );
    if (conversion !== undefined) conversion.status = "Refunded";
    return wrong;
  }

  #attestReserve(event: DescribedEvent, { timestamp }: Here): string | null {
    const monitor = textArgument(event, "monitor");
    const position = {
      issued: amountArgument(event, "issued"),
      redeemed: amountArgument(event, "redeemed"),
      observedAt: numberArgument(event, "observedAt"),
    };
    const heard = this.#history.governance.holds(MONITOR, monitor, timestamp);
    return firstOf(
      this.rail.attest(position, timestamp),
      heard ? null : `${monitor} did not hold the role of a monitor`,
    );
  }

  /** A conversion comes to be once, under the id that its rails and its nonce make. */
  #begin(direction: Direction, event: DescribedEvent): string | null {
    const id = textArgument(event, "id");
    if (this.#conversions.has(id)) return "came to be before";
    const due = conversionId(this.#facts, direction, amountArgument(event, "nonce"));
    return id === due ? null : `has an id that its nonce does not make: ${due}`;
  }

  /** The event is about a conversion as it came to be, and that stands here. */
  #expect(event: DescribedEvent, status: Conversion["status"]): string | null {
    const { id, counterparty, amount } = conversionOf(event);
    const conversion = this.#conversions.get(id);
    if (conversion === undefined) return "never came to be";
    const same = conversion.counterparty === counterparty && conversion.amount === amount;
    if (!same || conversion.direction !== directionOf(event)) return "is not the conversion that came to be";
    return conversion.status === status ? null : `was ${conversion.status}, not ${status}`;
  }

  /** @returns Whether the conversion was admitted in the same transaction; that is over now. */
  #finish(id: string, { transactionHash }: Here): boolean {
    const admitted = this.#admitted;
    if (admitted?.id !== id) return false;
    this.#admitted = null;
    return admitted.transactionHash === transactionHash;
  }
}

function begun(direction: Direction, counterparty: string, amount: bigint): Conversion {
  return { direction, counterparty, amount, status: "Requested", usedAt: 0, version: 0n };
}
