import { ZeroHash } from "ethers";

import { AdmissionReplay, unlikeReturned } from "#lib/evidence/admission-replay";
import { AttestationReplay, type Witness } from "#lib/evidence/attestation-replay";
import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Court } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { ConversionReplay } from "#lib/evidence/conversion-replay";
import { FailureReplay } from "#lib/evidence/failure-replay";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument, conversionOf, directionOf, reasonOf, statements } from "#lib/evidence/gateway-event";
import type { GatewayFacts } from "#lib/evidence/gateway-facts";
import type { KeyReplay } from "#lib/evidence/key-replay";
import { RailReplay } from "#lib/evidence/rail-replay";
import type { History } from "#lib/evidence/replay";

const MONITOR = 10;
const BRIDGE_OPERATOR = 13;

/** Reasons that operators attest; the others the gateway finds itself. */
const ATTESTED = ["BeneficiaryRejected", "ComplianceRejected", "RailUnavailable", "RailRejected"];

/** Where a gateway event stands. */
type Here = Pick<ProvenLog, "timestamp" | "transactionHash">;

/** A gateway, driven again by its events. Each is taken note of, and what is wrong with it is said; null for nothing. */
export class GatewayReplay {
  readonly rail: RailReplay;
  readonly failures = new FailureReplay();
  readonly #admission: AdmissionReplay;
  readonly #attestations = new AttestationReplay();
  readonly #conversions: ConversionReplay;
  readonly #facts: GatewayFacts;
  readonly #history: History;
  readonly #keys: KeyReplay;
  #outNonce = 0n;
  /** Of an arrival that was neither released nor failed yet. */
  #admitted: { readonly id: string; readonly transactionHash: string } | null = null;

  constructor(facts: GatewayFacts, { history, modes, keys }: Pick<Court, "history" | "modes" | "keys">) {
    this.rail = new RailReplay(facts.custody);
    this.#conversions = new ConversionReplay(facts);
    this.#facts = facts;
    this.#history = history;
    this.#keys = keys;
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
    const { amount } = conversionOf(event);
    const [nonce, version] = [amountArgument(event, "nonce"), amountArgument(event, "parametersVersion")];
    const follows = nonce === this.#outNonce + 1n;
    this.#outNonce = nonce;
    const wrong = firstOf(
      this.#conversions.begin(event, { direction: "Out", usedAt: here.timestamp, version }),
      follows ? null : `has the nonce ${nonce} out of turn`,
      this.#admission.draw("Out", conversionOf(event), version, here.timestamp),
      this.rail.request(amount),
    );
    this.failures.addConversion(here.timestamp);
    return wrong;
  }

  #admit(event: DescribedEvent, here: Here): string | null {
    const { id, amount } = conversionOf(event);
    const wrong = firstOf(
      this.#conversions.begin(event, { direction: "In", usedAt: 0, version: 0n }),
      this.#attestations.take(id, statements.inbound(event), here.transactionHash),
      this.rail.admit(amount),
    );
    this.failures.addConversion(here.timestamp);
    this.#admitted = { id, transactionHash: here.transactionHash };
    return wrong;
  }

  #attest(event: DescribedEvent, { timestamp, transactionHash }: Here): string | null {
    const { governance } = this.#history;
    const maySpeak = ({ operator, entity }: Witness): boolean =>
      entity !== 0 &&
      governance.entityOf(operator) === entity &&
      governance.holds(BRIDGE_OPERATOR, operator, timestamp) &&
      this.#keys.signsItself(operator, timestamp);
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
    const conversion = this.#conversions.find(id);
    const admittedNow = this.#finish(id, here);
    const wrong = out
      ? firstOf(
          this.#conversions.expect(event, "Requested"),
          this.#attestations.take(id, statements.settlement(reference), here.transactionHash),
          conversion?.version === version ? null : `is stamped with version ${version}, requested under another`,
        )
      : firstOf(
          this.#conversions.expect(event, admittedNow ? "Requested" : "Failed"),
          this.rail.release(amount, this.#admission.reserveMaxAge, here.timestamp),
          this.#admission.draw("In", conversionOf(event), version, here.timestamp),
          reference === ZeroHash ? null : "names a settlement of its own",
        );
    if (out) this.rail.settle(amount);
    this.#conversions.leave(event, "Settled");
    return wrong;
  }

  #fail(event: DescribedEvent, here: Here): string | null {
    const { id, amount } = conversionOf(event);
    const [reason, digest] = [numberArgument(event, "reason"), textArgument(event, "evidenceDigest")];
    const out = directionOf(event) === "Out";
    const admittedNow = this.#finish(id, here);
    const attestable = ATTESTED.includes(reasonOf(event));
    this.failures.addFailure(here.timestamp);
    if (out) this.rail.fail(amount);
    const wrong = firstOf(
      this.#conversions.expect(event, "Requested"),
      out ? this.#attestations.take(id, statements.failure(reason, digest), here.transactionHash) : null,
      out || admittedNow ? null : "fails later than in the transaction that admitted it",
      attestable === out && reason !== 0 ? null : `fails for ${reasonOf(event)}, which is no reason in this direction`,
    );
    this.#conversions.leave(event, "Failed");
    return wrong;
  }

  #refund(event: DescribedEvent, { timestamp, transactionHash }: Here): string | null {
    const refunded = conversionOf(event);
    const { id, amount } = refunded;
    const conversion = this.#conversions.find(id);
    const wrong =
      directionOf(event) === "Out"
        ? firstOf(
            this.#conversions.expect(event, "Failed"),
            this.#admission.giveBack(event, refunded, conversion?.usedAt ?? 0, timestamp),
            this.rail.refund(amount),
          )
        : firstOf(
            this.#conversions.expect(event, "Failed"),
            unlikeReturned(event, 0n, 0n),
            this.#attestations.take(id, statements.return(textArgument(event, "settlementReference")), transactionHash),
          );
    this.#conversions.leave(event, "Refunded");
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

  /** @returns Whether the conversion was admitted in the same transaction; that is over now. */
  #finish(id: string, { transactionHash }: Here): boolean {
    const admitted = this.#admitted;
    if (admitted?.id !== id) return false;
    this.#admitted = null;
    return admitted.transactionHash === transactionHash;
  }
}
