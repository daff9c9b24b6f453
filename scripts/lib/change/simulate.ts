import type { Provider } from "ethers";

import { Contract, toBeHex, toQuantity } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { AddressBook } from "#lib/calls/known-contracts";
import { readLogs } from "#lib/chain/read-logs";
import { toAbi, type Change, type ChangeContext } from "#lib/change/change";
import { readyState, type SlotValues } from "#lib/change/ready-state";
import { differencesOf, prestateDiffSchema, type Difference } from "#lib/change/state-difference";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { decodeRevert, revertDataOf } from "#lib/errors/revert";
import { SuiteError } from "#lib/errors/suite-error";

const CHANGE_EXECUTOR = 15n;

/** A provider that also takes raw requests, as ethers' and Hardhat's do. */
export interface RawProvider extends Provider {
  send: (method: string, params: unknown[]) => Promise<unknown>;
}

/** What would happen if the change executed now. */
export interface Simulation {
  readonly schema: "sign.simulation.v1";
  readonly id: string;
  readonly blockNumber: number;
  readonly client: string;
  readonly executor: string | null;
  readonly outcome: "succeeds" | "reverts" | "not-simulated";
  /** Custom error with its arguments when it reverts. */
  readonly error: string | null;
  /** Null when the node cannot tell. */
  readonly differences: readonly Difference[] | null;
  readonly rollback: readonly {
    readonly call: number;
    readonly outcome: "succeeds" | "reverts";
    readonly error: string | null;
  }[];
  /** What was not done, and why. */
  readonly limits: readonly string[];
}

interface Call {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly value: string;
}

/**
 * Simulates the execution through `ChangeManager.execute` itself, on a state where the change is approved and its delay
 * over. The chain is left as it was.
 *
 * @param executor An account with CHANGE_EXECUTOR; looked up in the registry when undefined.
 */
export async function simulateChange(
  provider: RawProvider,
  record: ContractsRecord,
  { id, change, context }: { readonly id: string; readonly change: Change; readonly context: ChangeContext },
  executor?: string,
): Promise<Simulation> {
  const sender = executor ?? (await findExecutor(provider, record));
  const client = String(await provider.send("web3_clientVersion", []));
  const blockNumber = await provider.getBlockNumber();
  const head = { schema: "sign.simulation.v1" as const, id, blockNumber, client, executor: sender ?? null };
  if (sender === undefined) {
    const limits = ["No account holds CHANGE_EXECUTOR; give one with --executor."];
    return { ...head, outcome: "not-simulated", error: null, differences: null, rollback: [], limits };
  }
  const manager = record.contracts.ChangeManager.address;
  const call = {
    from: sender,
    to: manager,
    data: suiteInterface("ChangeManager").encodeFunctionData("execute", [toAbi(change), context.proposer, 0]),
    value: toQuantity(change.calls.reduce((sum, { value }) => sum + value, 0n)),
  };
  const state = await readyState(provider, record, id, change);
  const error = await callError(provider, call, { [manager]: { stateDiff: state } });
  if (error?.startsWith("MaintenanceWindow") === true) {
    const limits = ["The policy asks for a maintenance window, and none is open now: the execution was not simulated."];
    return { ...head, outcome: "not-simulated", error: null, differences: null, rollback: [], limits };
  }
  if (error !== null) return { ...head, outcome: "reverts", error, differences: null, rollback: [], limits: [] };

  const traced = await trace(provider, client, call, manager, state);
  if (traced === undefined) {
    const limits = ["This node traces no call on altered state: differences and rollback are not shown."];
    return { ...head, outcome: "succeeds", error: null, differences: null, rollback: [], limits };
  }
  const diff = prestateDiffSchema.parse(traced);
  const differences = differencesOf(diff, {
    book: new AddressBook(record),
    id,
    ignore: [sender, await producer(provider)],
  });
  const rollback = await simulateRollback(provider, manager, change, differences);
  const limits = change.rollback.length > 1 ? ["Rollback calls were simulated one by one, not in sequence."] : [];
  return { ...head, outcome: "succeeds", error: null, differences, rollback, limits };
}

/** Each rollback call alone, sent by the ChangeManager, on the state that the change leaves. */
async function simulateRollback(
  provider: RawProvider,
  manager: string,
  change: Change,
  differences: readonly Difference[],
): Promise<Simulation["rollback"]> {
  const overrides: Record<string, { stateDiff: Record<string, string> }> = {};
  for (const { account, slot, after } of differences) {
    if (!slot.startsWith("0x")) continue;
    (overrides[account] ??= { stateDiff: {} }).stateDiff[slot] = after;
  }
  return Promise.all(
    change.rollback.map(async ({ target, data, value }, index) => {
      const error = await callError(provider, { from: manager, to: target, data, value: toQuantity(value) }, overrides);
      return { call: index, outcome: error === null ? ("succeeds" as const) : ("reverts" as const), error };
    }),
  );
}

/** The error of a call on altered state; null when it succeeds. */
async function callError(provider: RawProvider, call: Call, overrides: object): Promise<string | null> {
  try {
    await provider.send("eth_call", [call, "latest", overrides]);
    return null;
  } catch (error) {
    const data = revertDataOf(error);
    if (data !== undefined) return decodeRevert(data)?.text ?? `unknown error ${data}`;
    if (error instanceof Error && /revert/i.test(error.message))
      return error.message.split("\n", 1)[0] ?? error.message;
    throw error;
  }
}

/** State before and after; undefined when the node cannot do it without keeping the altered state. */
async function trace(
  provider: RawProvider,
  client: string,
  call: Call,
  manager: string,
  state: SlotValues,
): Promise<unknown> {
  const tracer = { tracer: "prestateTracer", tracerConfig: { diffMode: true } };
  if (client.startsWith("HardhatNetwork")) return traceOnSnapshot(provider, call, manager, state, tracer);
  try {
    const answer = await provider.send("debug_traceCall", [
      call,
      "latest",
      { ...tracer, stateOverrides: { [manager]: { stateDiff: state } } },
    ]);
    const parsed = prestateDiffSchema.safeParse(answer);
    // A node that ignores the overrides traces a call that reverts, which alters nothing of the ChangeManager.
    const altered = parsed.success && Object.keys(parsed.data.post).some((account) => sameAddress(account, manager));
    return altered ? answer : undefined;
  } catch (error) {
    // A node that cannot trace says so; one that says nothing is another matter.
    if (error instanceof SuiteError) throw error;
    return undefined;
  }
}

/** Hardhat's embedded chain traces no overrides; it is private to this process, so that a snapshot does no harm. */
async function traceOnSnapshot(
  provider: RawProvider,
  call: Call,
  manager: string,
  state: SlotValues,
  tracer: object,
): Promise<unknown> {
  const snapshot = await provider.send("evm_snapshot", []);
  try {
    for (const [slot, value] of Object.entries(state)) {
      await provider.send("hardhat_setStorageAt", [manager, toQuantity(slot), value]);
    }
    return await provider.send("debug_traceCall", [call, "latest", tracer]);
  } finally {
    await provider.send("evm_revert", [snapshot]);
  }
}

/** An account that holds CHANGE_EXECUTOR now. */
async function findExecutor(provider: Provider, record: ContractsRecord): Promise<string | undefined> {
  const abi = suiteInterface("RoleRegistry");
  const address = record.contracts.RoleRegistry.address;
  const registry = new Contract(address, abi, provider);
  const topics = [abi.getEvent("RoleGranted")?.topicHash ?? null, toBeHex(CHANGE_EXECUTOR, 32)];
  const toBlock = await provider.getBlockNumber();
  const logs = await readLogs({ provider, address, topics, fromBlock: record.deployedAtBlock, toBlock });
  for (const log of logs) {
    const account = abi.parseLog(log)?.args["account"] as string;
    const [holds] = (await registry.getFunction("hasRole").staticCall(CHANGE_EXECUTOR, account)) as [boolean];
    if (holds) return account;
  }
  return undefined;
}

async function producer(provider: Provider): Promise<string> {
  return (await provider.getBlock("latest"))?.miner ?? "";
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
