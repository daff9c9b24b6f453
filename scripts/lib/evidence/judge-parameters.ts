import { type TransactionDescription, ZeroAddress, ZeroHash } from "ethers";

import { directions } from "#lib/bridge/gateway-words";
import { flowOf, tighterOf } from "#lib/bridge/parameter-rules";
import { parameterActs, type ParameterAct } from "#lib/bridge/parameter-values";
import { BRIDGE_PARAMETERS, type BridgeParameter } from "#lib/bridge/parameters";
import { counterpartySystem } from "#lib/evidence/admission-replay";
import type { ProvenLog } from "#lib/evidence/chain-data";
import { type Court, type Fail, requireCall, requireCouncil } from "#lib/evidence/council-act";
import { changeClasses } from "#lib/evidence/change-history";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { amountArgument } from "#lib/evidence/gateway-event";
import type { GatewayReplay } from "#lib/evidence/gateway-replay";
import { type ParameterMove, ParameterReplay } from "#lib/evidence/parameter-replay";

const ADMIN = 0;
const EMERGENCY_COUNCIL = 4;

/** The function and the class of change behind each act that is no tightening. */
const WAYS: Readonly<Record<Exclude<ParameterAct, "Tightened">, readonly [string, (typeof changeClasses)[number]]>> = {
  Established: ["establish", "HighRiskUpgrade"],
  Loosened: ["loosen", "BridgeParameter"],
  ReturnedToBaseline: ["returnToBaseline", "BridgeParameter"],
  Retracted: ["retract", "BridgeParameter"],
};

/** The event by which the gateway must take what was set: its name, and what it says. */
export interface HandOver {
  readonly name: "FlowConfigured" | "ParameterApplied";
  readonly args: Readonly<Record<string, string>>;
}

/** The calls of a change that ran, or was rolled back, in this transaction. */
interface Running {
  readonly id: string;
  readonly transactionHash: string;
  readonly rolledBack: boolean;
}

/** That every parameter of a bridge moved by the rules, by whoever may move it. */
export class ParametersJudge {
  readonly #court: Court;
  readonly #gateway: GatewayReplay;
  readonly #gatewayAddress: string;
  readonly #replay = new ParameterReplay();
  #running: Running | null = null;

  constructor(court: Court, gatewayAddress: string, gateway: GatewayReplay) {
    this.#court = court;
    this.#gatewayAddress = gatewayAddress;
    this.#gateway = gateway;
  }

  /** Takes note of the change in whose course parameters move. */
  follow(event: DescribedEvent, { transactionHash }: ProvenLog): void {
    if (event.name !== "ChangeExecuted" && event.name !== "ChangeRolledBack") return;
    this.#running = { id: textArgument(event, "id"), transactionHash, rolledBack: event.name === "ChangeRolledBack" };
  }

  /**
   * Takes note of an event, and says what is wrong with the move itself.
   *
   * @returns How the gateway must take the new value; null for a window whose flow has no capacity yet.
   */
  take(
    event: DescribedEvent,
    { timestamp }: ProvenLog,
  ): { readonly handOver: HandOver | null; readonly wrong: string | null } {
    if (event.name === "GatewayLinked") {
      const linked = textArgument(event, "gateway");
      return { handOver: null, wrong: linked === this.#gatewayAddress ? null : `links ${linked}` };
    }
    if (event.name !== "ParameterSet") return { handOver: null, wrong: null };
    const move = moveOf(event);
    const wrong = this.#replay.apply(move, timestamp) ?? this.#unhealthy(move, timestamp);
    return { handOver: this.#handOver(move), wrong };
  }

  /** Why nobody who did it was entitled to; null when somebody was. */
  whyUnauthorised(event: DescribedEvent, log: ProvenLog, fail: Fail): string | null {
    return event.name === "ParameterSet" ? this.#whyUnauthorised(event, moveOf(event), log, fail) : null;
  }

  #handOver({ parameter, counterparty, value, version }: ParameterMove): HandOver | null {
    const flow = flowOf(parameter);
    const parametersVersion = String(version);
    if (flow === null) {
      const args = { parameter: String(BRIDGE_PARAMETERS.indexOf(parameter)), value: String(value), parametersVersion };
      return { name: "ParameterApplied", args };
    }
    const capacity = this.#replay.valueOf(flow.capacity, counterparty);
    if (capacity === undefined) return null;
    const window = this.#replay.valueOf(flow.window, counterparty) ?? 0n;
    const direction = String(directions.indexOf(flow.direction));
    const args = { direction, counterparty, capacity: String(capacity), window: String(window), parametersVersion };
    return { name: "FlowConfigured", args };
  }

  /** Nothing is loosened of a bridge that is not well; a bound is not asked when it is the one to be loosened. */
  #unhealthy({ parameter, counterparty, act }: ParameterMove, now: number): string | null {
    if (act !== "Loosened" && act !== "ReturnedToBaseline") return null;
    const { incidents } = this.#court.history;
    const gateway = this.#gateway;
    const systems = [gateway.systemId, ...(counterparty === ZeroAddress ? [] : [counterpartySystem(counterparty)])];
    const restricted = systems.find((system) => this.#court.modes.modeOf(system, now) !== "NORMAL");
    if (restricted !== undefined) return `while the system ${restricted} is not NORMAL`;
    const severe = incidents.openSevere(now);
    if (severe !== 0) return `while ${severe} severe incidents are open`;
    if (!gateway.rail.isConserved) return "while more was issued than is locked";
    const maximum = this.#replay.valueOf("FailureMaximum", ZeroAddress);
    if (parameter !== "FailureMaximum" && (maximum === undefined || gateway.failures.exceed(maximum, now))) {
      return "while too many conversions fail";
    }
    const age = gateway.rail.reserveAge(now);
    const maximumAge = this.#replay.valueOf("ReserveMaxAge", ZeroAddress);
    const isStale = age === null || maximumAge === undefined || BigInt(age) > maximumAge;
    return parameter !== "ReserveMaxAge" && isStale ? "while the reserve is not proven" : null;
  }

  #whyUnauthorised(event: DescribedEvent, move: ParameterMove, log: ProvenLog, fail: Fail): string | null {
    const [by, cause] = [textArgument(event, "by"), textArgument(event, "cause")];
    if (move.act === "Tightened") return this.#requireTightening(by, cause, move, log, fail);
    const { history, trust } = this.#court;
    if (cause === ZeroHash) {
      const atGenesis = move.act === "Established" && history.governance.holds(ADMIN, by, log.timestamp);
      return atGenesis ? null : `was done by ${by} without a change`;
    }
    if (by !== trust.contracts["ChangeManager"]?.address) return `was done by ${by}, not by a change`;
    const running = this.#running;
    if (running?.id !== cause || running.transactionHash !== log.transactionHash)
      return `${cause} was not executed with it`;
    return this.#unlikeChange(running, { ...move, act: move.act });
  }

  #requireTightening(safe: string, cause: string, move: ParameterMove, log: ProvenLog, fail: Fail): null {
    const wanted = {
      safe,
      contract: "BridgeParameters",
      methods: ["tighten"],
      fits: ({ args }: TransactionDescription) => names(args, move) && args[2] === move.value && args[3] === cause,
      subject: move.parameter,
    };
    const approval = requireCall(wanted, log, this.#court, fail);
    requireCouncil(EMERGENCY_COUNCIL, approval, this.#court.history, fail);
    return null;
  }

  /** The change is of the class that may do it, and names this very step from this very value. */
  #unlikeChange(running: Running, move: ParameterMove & { act: Exclude<ParameterAct, "Tightened"> }): string | null {
    const { history, abiOf } = this.#court;
    const formerBaseline = this.#replay.formerBaselineOf(move.parameter, move.counterparty) ?? move.baseline;
    const change = history.changes.of(running.id);
    const [method, changeClass] = WAYS[move.act];
    if (change === undefined) return `${running.id} was never proposed`;
    const isOfClass = changeClasses[change.changeClass] === changeClass;
    if (!isOfClass) return `was done by a ${changeClasses[change.changeClass] ?? "change of no class"}`;
    // A rollback was not acknowledged, and may be the Emergency Council's doing alone.
    if (running.rolledBack && move.act !== "Retracted") return `was done by the rollback of ${running.id}`;
    const called = (running.rolledBack ? change.rollback : change.calls).some(({ target, data }) => {
      if (target !== this.#court.trust.contracts["BridgeParameters"]?.address) return false;
      const call = abiOf("BridgeParameters")?.parseTransaction({ data }) ?? null;
      return call?.name === method && names(call.args, move) && fits(call.args, move, formerBaseline);
    });
    return called ? null : `${running.id} does not say so`;
  }
}

function moveOf(event: DescribedEvent): ParameterMove {
  return {
    parameter: named(BRIDGE_PARAMETERS, numberArgument(event, "parameter")),
    counterparty: textArgument(event, "counterparty"),
    act: named(parameterActs, numberArgument(event, "act")),
    value: amountArgument(event, "value"),
    previous: amountArgument(event, "previous"),
    baseline: amountArgument(event, "baseline"),
    parameterVersion: amountArgument(event, "parameterVersion"),
    version: amountArgument(event, "version"),
  };
}

type CallArguments = TransactionDescription["args"];

function names(
  args: CallArguments,
  { parameter, counterparty }: { parameter: BridgeParameter; counterparty: string },
): boolean {
  return Number(args[0]) === BRIDGE_PARAMETERS.indexOf(parameter) && args[1] === counterparty;
}

/** Compare-and-set: what the change expected is what was there. A retraction keeps what it finds stricter. */
function fits(args: CallArguments, move: ParameterMove, formerBaseline: bigint): boolean {
  const { parameter, act, value, previous, baseline, parameterVersion } = move;
  if (act === "Retracted") {
    const [given, givenBaseline] = [args[2] as bigint, args[3] as bigint];
    const stricter = tighterOf(parameter, given, previous);
    return (
      baseline === tighterOf(parameter, givenBaseline, formerBaseline) &&
      value === tighterOf(parameter, stricter, baseline)
    );
  }
  if (act === "Established") return args[2] === value;
  const expected = args[2] === previous && args[3] === parameterVersion - 1n;
  return expected && (act !== "Loosened" || args[4] === value);
}
