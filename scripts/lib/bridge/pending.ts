import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { hindrancesOf, isLoosening, type Hindrance } from "#lib/bridge/hindrances";

import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import type { ParameterName } from "#lib/bridge/read-parameters";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import type { ChangeStatus } from "#lib/change/change-class";
import { listProposals, readStatus } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** A change that touches the bridge and has not ended. */
export interface PendingChange {
  readonly id: string;
  readonly status: ChangeStatus;
  readonly class: string;
  readonly calls: readonly string[];
  /** What it would loosen. */
  readonly loosens: readonly ParameterName[];
  /** Decided on a value or a version that is no longer in force: it can never execute. */
  readonly stale: boolean;
  /** What else stands in its way now. */
  readonly hindrances: readonly Hindrance[];
}

const PENDING: readonly ChangeStatus[] = ["Proposed", "Queued", "Ready"];

/** Changes that call a contract of the bridge and wait, oldest first. */
export async function pendingChanges(provider: Provider, record: ContractsRecord): Promise<PendingChange[]> {
  const { BridgeGateway, BridgeParameters } = record.contracts;
  const bridge = [BridgeGateway.address, BridgeParameters.address];
  const book = new AddressBook(record);
  const pending: PendingChange[] = [];
  for (const { id, change } of await listProposals(provider, record)) {
    if (!change.calls.some(({ target }) => bridge.includes(target))) continue;
    const status = await readStatus(provider, record, id);
    if (!PENDING.includes(status)) continue;
    const hindrances = await hindrancesOf(provider, record, id, change);
    pending.push({
      id,
      status,
      class: change.class,
      calls: change.calls.map((call) => describeCall(call, book).text),
      loosens: change.calls.filter((call) => isLoosening(call, record)).map(({ data }) => subjectOf(data)),
      stale: hindrances.some(({ error }) => error === "StaleParameter"),
      hindrances,
    });
  }
  return pending;
}

function subjectOf(data: string): ParameterName {
  const args = suiteInterface("BridgeParameters").parseTransaction({ data })?.args;
  const parameter = BRIDGE_PARAMETERS[Number(args?.["parameter"])];
  if (args === undefined || parameter === undefined) throw new TypeError("A loosening names no parameter.");
  const counterparty = String(args["counterparty"]);
  return { parameter, counterparty: BigInt(counterparty) === 0n ? null : counterparty };
}
