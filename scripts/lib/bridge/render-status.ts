import { directions } from "#lib/bridge/gateway-words";
import { showValue } from "#lib/bridge/parameter-values";
import type { ParameterName, ParameterState } from "#lib/bridge/read-parameters";
import { countedReasons } from "#lib/bridge/snapshot-format";
import type { BridgeStatus, Limit } from "#lib/bridge/status";
import { showAmount, type Token } from "#lib/bridge/token";
import type { AddressBook } from "#lib/calls/known-contracts";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** The status as lines for people: one screen. */
export function renderBridge(status: BridgeStatus, book: AddressBook): string[] {
  const { token, rail, limits, parameters, metrics, pending } = status;
  const { number, timestamp } = metrics.block;
  const periods = rail.schedule.map(({ mode, until }) => (until === null ? mode : `${mode} until ${isoTime(until)}`));
  return [
    `${rail.name}: ${periods.join(", then ")}; block ${String(number)}, ${isoTime(timestamp)}`,
    "limits",
    ...limits.map((limit) => `  ${renderLimit(limit, token, timestamp)}`),
    "books",
    ...renderBooks(status),
    "failures",
    ...renderFailures(status),
    "parameters",
    ...parameters.map((state) => `  ${renderParameter(state, token, timestamp, book)}`),
    ...(pending.length === 0 ? ["No change of the bridge is pending."] : ["pending"]),
    ...pending.flatMap(({ id, status: stands, calls, stale, hindrances }) => [
      `  ${id}  ${stands}${stale ? "  STALE: it can never execute" : ""}`,
      ...calls.map((call) => `    ${call}`),
      ...hindrances.map(({ error, message }) => `    ${error}: ${message}`),
    ]),
  ];
}

/** `OutCapacity`, or `OutCapacity of 0x…`. */
export function nameParameter({ parameter, counterparty }: ParameterName): string {
  return counterparty === null ? parameter : `${parameter} of ${counterparty}`;
}

function renderLimit(limit: Limit, token: Token, now: number): string {
  const { direction, counterparty, capacity, window, used, available, fullAt } = limit;
  const whose = `${direction.padEnd(3)} ${counterparty ?? "whole rail"}`;
  if (window === 0) return `${whose}: never set, which denies`;
  if (capacity === 0n) return `${whose}: blocked`;
  const full = used === 0n ? "full" : `full in ${showDuration(fullAt - now)}`;
  const amounts = `${showAmount(available, token)} of ${showAmount(capacity, token)} available`;
  return `${whose}: ${amounts}, ${showAmount(used, token)} used, all in ${showDuration(window)}; ${full}`;
}

function renderBooks({ metrics, token }: BridgeStatus): string[] {
  const { position, reserve, conservationHolds } = metrics;
  const show = (amount: string): string => showAmount(BigInt(amount), token);
  const outstanding = BigInt(position.locked) - BigInt(position.released);
  return [
    `  outstanding ${showAmount(outstanding, token)}: locked ${show(position.locked)} (pending ${show(position.pending)}, owed ${show(position.owed)}), released ${show(position.released)}`,
    reserve === null
      ? "  reserve never attested: nothing is released"
      : `  reserve issued ${show(reserve.issued)}, redeemed ${show(reserve.redeemed)}, seen ${showDuration(reserve.age)} ago`,
    conservationHolds ? "  both rails' books agree" : "  CONSERVATION BROKEN: more was issued than left",
  ];
}

function renderFailures({ metrics }: BridgeStatus): string[] {
  const { failures, recentFailures } = metrics;
  const counts = directions.flatMap((direction) =>
    countedReasons
      .filter((reason) => failures[direction][reason] !== "0")
      .map((reason) => `${direction} ${reason} ${failures[direction][reason]}`),
  );
  const rate = (Number(recentFailures.basisPoints) / 100).toFixed(2);
  return [
    `  today and yesterday ${recentFailures.failures} of ${recentFailures.conversions} conversions, ${rate}%`,
    `  ever ${counts.length === 0 ? "none" : counts.join(", ")}`,
  ];
}

function renderParameter(state: ParameterState, token: Token, now: number, book: AddressBook): string {
  const { parameter, value, baseline, version, changedAt, last, nextStep } = state;
  const show = (amount: bigint): string => showValue(parameter, amount, token);
  const when = nextStep.notBefore <= now ? "now" : `from ${isoTime(nextStep.notBefore)}`;
  const by = last === null ? "" : ` ${last.act} by ${book.nameOf(last.by)}`;
  const approved = value === baseline ? "" : ` (approved ${show(baseline)})`;
  return `${nameParameter(state)} ${show(value)}${approved}; version ${String(version)},${by} ${isoTime(changedAt)}; next step to ${show(nextStep.limit)} ${when}`;
}
