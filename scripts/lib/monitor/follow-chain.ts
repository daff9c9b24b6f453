import type { Block, Log, Provider } from "ethers";

import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { describeEvent } from "#lib/evidence/describe-event";
import { evidenceHeadSlot, genesisHead, isChained, nextHead } from "#lib/evidence/hash-chain";
import { countEvent, type Subject } from "#lib/monitor/count-event";
import type { Increment } from "#lib/monitor/counters";
import { REMEMBERED_BLOCKS, type ChainHead, type Tally, type TallyState } from "#lib/monitor/tally";

/** Blocks of one segment while catching up, far from the tip and near it. */
const FAR = 5_000;
const NEAR = 32;

export interface FollowParameters {
  readonly provider: Provider;
  readonly record: ContractsRecord;
  readonly tally: Tally;
  readonly confirmations: number;
  readonly observer: FollowObserver;
  readonly signal?: AbortSignal;
}

/** Is told what happens while it happens: also of a look that fails in the end. */
export interface FollowObserver {
  /** The node's last block, before what leads to it is counted. */
  readonly headed: (head: Block) => void;
  /** Counted blocks are no longer part of the chain, and were taken back. */
  readonly reorganised: (blocks: number) => void;
  /** A contract said something. */
  readonly touched: (contract: SuiteContract) => void;
  /** What is counted so far may be kept. */
  readonly counted: () => void;
}

/**
 * Counts the blocks that one node has beyond the tally's tip, less the confirmations. Blocks that the chain has replaced
 * are taken back first. In the end the events must lead to the evidence heads that the contracts hold: a node that leaves
 * one out, or serves logs of another fork, is found out, and what it told is taken back.
 *
 * @returns The node's last block.
 * @throws SuiteError `chain/behind`, `chain/reorganising`, `chain/events-incomplete`, `chain/logs-refused`.
 */
export async function followChain(parameters: FollowParameters): Promise<Block> {
  const { provider, record, tally, confirmations, observer, signal } = parameters;
  const latest = await blockAt(provider, "latest");
  await returnToCommonAncestor(parameters, latest.number);
  observer.headed(latest);
  const target = latest.number - confirmations;
  while (tally.tip.number < target && signal?.aborted !== true) {
    const from = tally.tip.number + 1;
    const span = target - from > REMEMBERED_BLOCKS ? Math.min(FAR, target - from - REMEMBERED_BLOCKS) : NEAR;
    await countSegment(parameters, from, Math.min(from + span - 1, target));
    observer.counted();
  }
  if (tally.tip.number > tally.verifiedTo && tally.tip.number >= target) {
    await verify(provider, record, tally);
    observer.counted();
  }
  return latest;
}

async function countSegment(
  { provider, record, tally, observer }: FollowParameters,
  fromBlock: number,
  toBlock: number,
): Promise<void> {
  const names = new Map(suiteContracts.map((name) => [record.contracts[name].address, name]));
  const block = await blockAt(provider, toBlock);
  const logs = await readLogs({ provider, address: [...names.keys()], fromBlock, toBlock });
  if ((await blockAt(provider, toBlock)).hash !== block.hash) throw reorganising(toBlock);
  const heads: Record<SuiteContract, ChainHead> = { ...tally.tip.heads };
  const increments: Increment[] = [];
  const subjects: Subject[] = [];
  for (const log of logs) {
    const contract = names.get(log.address);
    if (contract === undefined || !isChained(log.topics)) continue;
    observer.touched(contract);
    heads[contract] = step(heads[contract], log);
    const event = describeEvent(suiteInterface(contract), log.topics, log.data);
    const values = [contract, event?.name ?? "unknown"];
    increments.push({ counter: "sign_evidence_events_total", values, by: 1n });
    if (event === null) continue;
    const counted = countEvent(contract, event);
    increments.push(...counted.increments);
    subjects.push(...counted.subjects.map((subject) => ({ ...subject, block: log.blockNumber })));
  }
  tally.append({ number: toBlock, hash: block.hash ?? "", heads }, increments, subjects);
}

/** Takes back what lies beyond the last remembered block that the node still has; everything, if it has none of them. */
async function returnToCommonAncestor(
  { provider, record, tally, observer }: FollowParameters,
  latest: number,
): Promise<void> {
  const { number: tip } = tally.tip;
  let replaced = false;
  for (const { number, hash } of tally.points) {
    if (hash === null || (number <= latest && (await blockAt(provider, number)).hash === hash)) {
      // A node that merely lacks the last blocks proves nothing: its chain ends where ours goes on.
      if (!replaced && tip > latest) throw behind(latest, tip);
      if (!replaced) return;
      tally.rollBackTo(number);
      observer.reorganised(tip - number);
      return;
    }
    replaced ||= number <= latest;
  }
  tally.restore(nothingCounted(record));
  observer.reorganised(tip - tally.tip.number);
}

/** Compares the events that were counted with the head that each contract holds after the tip. */
async function verify(provider: Provider, record: ContractsRecord, tally: Tally): Promise<void> {
  const { number, heads } = tally.tip;
  const held = await Promise.all(
    suiteContracts.map((name) => provider.getStorage(record.contracts[name].address, evidenceHeadSlot, number)),
  );
  const wrong = suiteContracts.filter((name, index) => held[index] !== heads[name].head);
  if (wrong.length === 0) {
    tally.markVerified();
    return;
  }
  if (!tally.rollBackTo(tally.verifiedTo)) tally.restore(nothingCounted(record));
  throw new SuiteError({
    code: "chain/events-incomplete",
    message: `The events that the node serves up to block ${number} do not lead to the evidence head of ${wrong.join(", ")}.`,
    hint: "The node leaves events out, or mixes forks. Ask another one, and find out why.",
    details: { block: number, contracts: wrong },
  });
}

/** Where counting begins: before the first block that can hold events of the suite. */
export function nothingCounted({ chainId, contracts, deployedAtBlock }: ContractsRecord): TallyState {
  const heads = suiteContracts.map((name) => {
    const head: ChainHead = { head: genesisHead(chainId, contracts[name].address), sequence: 0 };
    return [name, head] as const;
  });
  const number = deployedAtBlock - 1;
  const base = { number, hash: null, heads: Object.fromEntries(heads) as Record<SuiteContract, ChainHead> };
  return { base, segments: [], totals: [], subjects: [], verifiedTo: number };
}

function step({ head, sequence }: ChainHead, { topics, data, blockNumber }: Log): ChainHead {
  return { head: nextHead(head, topics, data, blockNumber), sequence: sequence + 1 };
}

async function blockAt(provider: Provider, tag: number | "latest"): Promise<Block> {
  const block = await provider.getBlock(tag);
  if (block !== null) return block;
  throw new SuiteError({
    code: "chain/behind",
    message: `The node has no block ${tag}.`,
    hint: "It is behind, or pruned; use another endpoint.",
    details: { block: tag },
  });
}

function behind(latest: number, tip: number): SuiteError {
  return new SuiteError({
    code: "chain/behind",
    message: `The node's last block is ${latest}; ${tip} is counted already.`,
    hint: "Wait until it has caught up, or use another endpoint.",
    details: { latest, tip },
  });
}

function reorganising(block: number): SuiteError {
  return new SuiteError({
    code: "chain/reorganising",
    message: `Block ${block} was replaced while its events were read.`,
    hint: "This passes; the next look counts what stands then.",
    details: { block },
  });
}
