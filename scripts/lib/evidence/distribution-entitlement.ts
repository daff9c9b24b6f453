import type { TransactionDescription } from "ethers";

import type { BatchState } from "#lib/evidence/batch-replay";
import { fitting } from "#lib/evidence/call-fit";
import { type Court, type CouncilCall, type Fail, isCallOf, requireCallOf } from "#lib/evidence/council-act";
import { textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import type { RowException } from "#lib/evidence/exception-replay";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument } from "#lib/evidence/gateway-event";
import type { MeteredOperation } from "#lib/evidence/mode-replay";
import type { ProgramReplay } from "#lib/evidence/program-replay";
import { programSystem, requireSpeaker } from "#lib/evidence/program-speaker";
import { ROLES } from "#lib/evidence/role-numbers";
import type { JudgedStep } from "#lib/evidence/tally";
import { systemId } from "#lib/emergency/system-id";

const CONTRACT = "DistributionLedger";
const DISTRIBUTION_SERVICE = systemId({ kind: "service", name: "distribution" });

/** An event about a batch, with what it is about. */
export interface BatchAct {
  readonly step: JudgedStep;
  readonly batch: BatchState;
  /** As it stood before the event. */
  readonly exception: RowException | undefined;
}

/** Who may do what about a batch, and in which modes. Each says why somebody was not entitled; null when he was. */
export class DistributionEntitlement {
  readonly #court: Court;
  readonly #programs: ProgramReplay;

  constructor(court: Court, programs: ProgramReplay) {
    this.#court = court;
    this.#programs = programs;
  }

  submit(act: BatchAct): string | null {
    const { modes } = this.#court;
    const now = act.step.log.timestamp;
    return firstOf(
      this.#whyNoSubmitter(act),
      modes.whyNot(programSystem(act.batch.programId), "DISTRIBUTE", now),
      modes.whyNot(DISTRIBUTION_SERVICE, "DISTRIBUTE", now),
    );
  }

  /** Modes and volume that an authorised batch takes, whoever authorised it. */
  meter(act: BatchAct): string | null {
    return this.#meter("DISTRIBUTE", act.batch.total, act);
  }

  /** By the Program Authority's Safe, of which everybody who signed has read the manifest; the submitter still stands. */
  authorise(act: BatchAct, fail: Fail): string | null {
    const { described } = act.step;
    const { manifestDigest } = act.batch;
    const fits = (call: TransactionDescription): boolean =>
      fitting(described)(call) && call.args["manifestDigest"] === manifestDigest;
    this.#requireCouncil(ROLES.PROGRAM_AUTHORITY, { methods: ["authoriseBatch"], fits }, act, fail);
    return this.#whyNoSubmitter(act);
  }

  reject(act: BatchAct, fail: Fail): null {
    this.#requireSpeaker(act, ["rejectBatch"], fail);
    return null;
  }

  settle(act: BatchAct): string | null {
    const metered = this.#meter("SETTLE", amountArgument(act.step.described, "amount"), act);
    return firstOf(this.reverse(act), metered);
  }

  /** In every mode. */
  reverse({ step }: BatchAct): string | null {
    const by = textArgument(step.described, "by");
    const held = this.#court.history.governance.holds(ROLES.TREASURY_OPERATOR, by, step.log.timestamp);
    return held ? null : `${by} did not hold TREASURY_OPERATOR`;
  }

  /** The event names the entity alone: one of its accounts held the role. */
  except(act: BatchAct): string | null {
    const { step, batch } = act;
    const entity = numberArgument(step.described, "entity");
    const authorised = this.#programs.find(batch.programId)?.entities.has(entity) === true;
    return firstOf(
      this.#unlessActs("DISTRIBUTION_OPERATOR", act),
      authorised ? null : `the programme does not authorise entity ${entity}`,
    );
  }

  audit(act: BatchAct): string | null {
    return this.#unlessActs("AUDITOR", act);
  }

  /** By the programme's authority, unless it raised or disputed it; by the Sovereign Authority in any case. */
  resolve(act: BatchAct, fail: Fail): string | null {
    const { step, exception } = act;
    const overruled = { methods: ["overruleException"], fits: fitting(step.described) };
    if (this.#isCallOf(overruled, act)) {
      this.#requireCouncil(ROLES.SOVEREIGN_AUTHORITY, overruled, act, fail);
      return null;
    }
    const entities = this.#requireSpeaker(act, ["resolveException"], fail);
    const dismissed = textArgument(step.described, "outcome") === DISMISSED;
    const partial = [exception?.raisedBy ?? 0, exception?.disputedBy ?? 0].find((entity) => includes(entities, entity));
    return firstOf(
      dismissed && exception?.kind !== "Undelivered" ? "dismisses a finding, which is the auditor's to withdraw" : null,
      partial === undefined ? null : `entity ${partial} judges what it raised or disputed`,
    );
  }

  /** By the programme's authority, unless it submitted the batch; a residual is given up by its Safe alone. */
  reconcile(act: BatchAct, fail: Fail): string | null {
    const { step, batch } = act;
    const writtenOff = { methods: ["writeOff"], fits: fitting(step.described) };
    if (this.#isCallOf(writtenOff, act)) {
      this.#requireCouncil(ROLES.PROGRAM_AUTHORITY, writtenOff, act, fail);
      return null;
    }
    const entities = this.#requireSpeaker(act, ["reconcile"], fail);
    const residual = amountArgument(step.described, "residual");
    return firstOf(
      residual === 0n ? null : `gives up ${residual} without the Program Authority's Safe`,
      includes(entities, batch.distributor) ? `entity ${batch.distributor} reconciles its own batch` : null,
    );
  }

  #whyNoSubmitter({ step, batch }: BatchAct): string | null {
    const { governance } = this.#court.history;
    const { submitter, distributor } = batch;
    const held = governance.holds(ROLES.DISTRIBUTION_OPERATOR, submitter, step.log.timestamp);
    const bound = governance.entityOf(submitter) ?? 0;
    return firstOf(
      held ? null : `${submitter} did not hold DISTRIBUTION_OPERATOR`,
      bound === distributor && bound !== 0
        ? null
        : `${submitter} acts for entity ${bound}, submitted was for ${distributor}`,
    );
  }

  #meter(operation: MeteredOperation, amount: bigint, { step, batch }: BatchAct): string | null {
    const { modes, history, trust } = this.#court;
    const now = step.log.timestamp;
    const assigned = history.incidents.systemOf(trust.contracts[CONTRACT]?.address ?? "");
    return firstOf(
      modes.whyNot(programSystem(batch.programId), operation, now),
      assigned === DISTRIBUTION_SERVICE ? null : "was done while the ledger did not belong to its service",
      modes.draw(DISTRIBUTION_SERVICE, operation, amount, now),
    );
  }

  #unlessActs(role: "AUDITOR" | "DISTRIBUTION_OPERATOR", { step }: BatchAct): string | null {
    const entity = numberArgument(step.described, "entity");
    const acts = this.#court.history.governance.entityActs(ROLES[role], entity, step.log.timestamp);
    return acts ? null : `nobody of entity ${entity} held ${role}`;
  }

  #requireSpeaker({ step, batch }: BatchAct, methods: readonly string[], fail: Fail): bigint {
    const authority = this.#programs.find(batch.programId)?.authority ?? 0;
    return requireSpeaker({ authority, contract: CONTRACT, methods }, step, this.#court, fail);
  }

  #isCallOf(call: Called, act: BatchAct): boolean {
    return isCallOf(wantedOf(call, act), act.step.log, this.#court);
  }

  #requireCouncil(role: number, call: Called, act: BatchAct, fail: Fail): void {
    requireCallOf(role, wantedOf(call, act), act.step.log, this.#court, fail);
  }
}

/** Number of `ExceptionStatus.Dismissed`. */
const DISMISSED = "4";

type Called = Pick<CouncilCall, "methods" | "fits">;

function wantedOf(call: Called, { step }: BatchAct): CouncilCall {
  const safe = textArgument(step.described, "by");
  return { safe, contract: CONTRACT, subject: textArgument(step.described, "batchId"), ...call };
}

/** Zero is no entity. */
function includes(entities: bigint, entity: number): boolean {
  return entity !== 0 && ((entities >> BigInt(entity)) & 1n) === 1n;
}
