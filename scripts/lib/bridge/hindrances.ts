import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { hintFor } from "#lib/bridge/refusal-hints";
import type { EncodedCall } from "#lib/calls/encode-call";
import { chainTime } from "#lib/chain/chain-time";
import {
  describeAcknowledgement,
  isStale,
  readAcknowledgements,
  standingAcknowledgement,
} from "#lib/change/acknowledgement";
import type { Change } from "#lib/change/change";
import { readPolicy } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { decodeRevert, revertDataOf } from "#lib/errors/revert";

/** Why a change of the bridge could not execute as things stand. */
export interface Hindrance {
  /** Name of the contract's error. */
  readonly error: string;
  readonly message: string;
  readonly hint: string;
}

const LOOSENING: readonly string[] = ["loosen", "returnToBaseline"];

/** Whether a call loosens a parameter of the bridge. */
export function isLoosening({ target, data }: EncodedCall, record: ContractsRecord): boolean {
  if (target !== record.contracts.BridgeParameters.address) return false;
  return LOOSENING.includes(suiteInterface("BridgeParameters").parseTransaction({ data })?.name ?? "");
}

/**
 * Everything that stands in the way of a change by now, its delay apart: monitoring's word, and what the parameters
 * themselves answer when each call is tried in the ChangeManager's place.
 */
export async function hindrancesOf(
  provider: Provider,
  record: ContractsRecord,
  id: string,
  change: Change,
): Promise<Hindrance[]> {
  const tried = await Promise.all(
    change.calls.filter((call) => isLoosening(call, record)).map((call) => tryLoosening(provider, record, call)),
  );
  return [...(await unacknowledged(provider, record, id, change)), ...tried.flat()];
}

/** What the parameters answer to a loosening, tried in the ChangeManager's place. Empty when they would take it. */
export async function tryLoosening(
  provider: Provider,
  record: ContractsRecord,
  { target, data }: Pick<EncodedCall, "target" | "data">,
): Promise<Hindrance[]> {
  try {
    await provider.call({ from: record.contracts.ChangeManager.address, to: target, data });
    return [];
  } catch (error) {
    const revert = decodeRevert(revertDataOf(error) ?? "");
    if (revert === undefined) throw error;
    const { name, args, text } = revert;
    // The last thing they ask: that a change executes, which a trial is not.
    if (name === "NotExecuting") return [];
    return [{ error: name, message: text, hint: hintFor(name, args) ?? "See npx hardhat bridge show." }];
  }
}

async function unacknowledged(
  provider: Provider,
  record: ContractsRecord,
  id: string,
  { class: changeClass }: Change,
): Promise<Hindrance[]> {
  if (!(await readPolicy(provider, record, changeClass)).needsAcknowledgement) return [];
  const given = await readAcknowledgements(provider, record, id);
  const standing = standingAcknowledgement(given);
  const now = await chainTime(provider);
  if (standing !== undefined && !isStale(standing, now)) return [];
  const error =
    standing !== undefined
      ? "AcknowledgementStale"
      : given.length > 0
        ? "AcknowledgementOfAnotherRound"
        : "AcknowledgementMissing";
  const hint = hintFor(error, { acknowledgedAt: standing?.acknowledgedAt ?? 0 }) ?? "";
  return [{ error, message: describeAcknowledgement(standing, now), hint }];
}
