import { id, toBeHex, toQuantity } from "ethers";

import { implementationSlot } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";
import type { EvidenceWorld } from "#support/evidence-world";
import {
  about,
  aboutBlock,
  aboutLogs,
  aboutReceipts,
  aboutTransactions,
  flipped,
  forged,
  NO_BLOOM,
  rewritten,
  type RpcBlock,
  type RpcLog,
  type RpcReceipt,
  type Truth,
} from "#support/lies";
import type { Lie } from "#support/lying-proxy";

/** What lies are told about. */
export interface Scene {
  readonly world: EvidenceWorld;
  readonly truth: Truth;
  readonly trust: Trust;
}

interface Proof {
  readonly codeHash: string;
  readonly accountProof: readonly string[];
  readonly storageProof: readonly { readonly value: string; readonly proof: readonly string[] }[];
}

/** How far a lie comes: what must be named when it is found out. */
export type Outcome =
  "names the events" | "names the block" | "names the contract" | "is refused" | "has another anchor";

/** What is said that is not so, and how it is found out. */
type NamedLie = readonly [string, Outcome, (scene: Scene) => Lie];

export function everyLie(): readonly NamedLie[] {
  return lies;
}

const lies: readonly NamedLie[] = [
  ["a log is dropped", "names the events", (scene) => aboutLogs(scene.truth, (logs) => logs.slice(1))],
  ["a log is added", "names the events", (scene) => aboutLogs(scene.truth, (logs) => [...logs, ...logs.slice(-1)])],
  ["logs change places", "names the events", (scene) => aboutLogs(scene.truth, (logs) => logs.toReversed())],
  [
    "data of a log is altered",
    "names the events",
    (scene) =>
      aboutLogs(
        scene.truth,
        altered((log) => ({ data: flipped(log.data) })),
      ),
  ],
  [
    "a topic of a log is altered",
    "names the events",
    (scene) =>
      aboutLogs(
        scene.truth,
        altered(({ topics }) => ({ topics: [...topics.slice(0, -1), flipped(topics.at(-1) ?? "")] })),
      ),
  ],
  [
    "a log is said to be of another contract",
    "names the events",
    (scene) =>
      aboutLogs(
        scene.truth,
        altered(() => ({ address: scene.world.address("KeyRegistry") })),
      ),
  ],
  [
    "an event is invented for a contract that was silent",
    "names the events",
    (scene) =>
      aboutLogs(scene.truth, (logs) => [...logs, { ...logs[0], address: scene.world.address("IncidentRegistry") }]),
  ],
  [
    "a log moves to another transaction",
    "names the events",
    (scene) =>
      aboutReceipts(scene.truth, (receipt) => ({
        ...receipt,
        logs: allLogs(scene.truth).slice(...(isFirst(scene.truth, receipt) ? [0, 1] : [1])),
      })),
  ],
  [
    "two receipts change places",
    "names the events",
    (scene) => aboutReceipts(scene.truth, (receipt) => scene.truth.receipts[isFirst(scene.truth, receipt) ? 1 : 0]),
  ],
  [
    "a receipt has another bloom",
    "names the events",
    (scene) => aboutReceipts(scene.truth, (receipt) => ({ ...receipt, logsBloom: NO_BLOOM })),
  ],
  [
    "a receipt tells of a failure",
    "names the events",
    (scene) => aboutReceipts(scene.truth, (receipt) => ({ ...receipt, status: "0x0" })),
  ],
  [
    "a receipt says that less gas was used",
    "names the events",
    (scene) => aboutReceipts(scene.truth, (receipt) => ({ ...receipt, cumulativeGasUsed: "0x1" })),
  ],
  [
    "a receipt is of another type",
    "names the events",
    (scene) => aboutReceipts(scene.truth, (receipt) => ({ ...receipt, type: "0x1" })),
  ],
  ["a receipt is missing", "names the block", (scene) => aboutReceipts(scene.truth, () => null)],
  [
    "a transaction is missing",
    "names the events",
    (scene) => aboutTransactions(scene.truth, (items) => items.slice(1)),
  ],
  [
    "a transaction is there twice",
    "names the events",
    (scene) => aboutTransactions(scene.truth, (items) => [...items, ...items.slice(-1)]),
  ],
  [
    "transactions change places",
    "names the events",
    (scene) => aboutTransactions(scene.truth, (items) => items.toReversed()),
  ],
  [
    "a transaction's call is altered",
    "names the block",
    (scene) => aboutTransactions(scene.truth, ([first, ...rest]) => [{ ...(first as object), input: "0x" }, ...rest]),
  ],
  [
    "a log says that it stands elsewhere in its block",
    "names the events",
    (scene) =>
      aboutLogs(
        scene.truth,
        altered(() => ({ logIndex: "0x7" })),
      ),
  ],
  [
    "a log says that it is of another transaction",
    "names the events",
    (scene) =>
      aboutLogs(
        scene.truth,
        altered(() => ({ transactionHash: id("another") })),
      ),
  ],
  [
    "a log is said to be removed",
    "names the events",
    (scene) =>
      aboutLogs(
        scene.truth,
        altered(() => ({ removed: true })),
      ),
  ],
  [
    "a receipt is said to be of another block",
    "names the events",
    (scene) => aboutReceipts(scene.truth, (receipt) => ({ ...receipt, blockHash: id("another") })),
  ],
  [
    "a header hides its events",
    "names the block",
    (scene) => aboutBlock(scene.truth, (block) => ({ ...block, logsBloom: NO_BLOOM })),
  ],
  [
    "a header hides its events, with the hash that it then has",
    "names the block",
    (scene) => aboutBlock(scene.truth, (block) => forged(block, { logsBloom: NO_BLOOM })),
  ],
  [
    "a header has another time",
    "names the block",
    (scene) => aboutBlock(scene.truth, (block) => forged(block, { timestamp: "0x1" })),
  ],
  [
    "a header has another receipts root",
    "names the events",
    (scene) => aboutBlock(scene.truth, (block) => forged(block, { receiptsRoot: id("another") })),
  ],
  [
    "a header has another parent",
    "names the block",
    (scene) => aboutBlock(scene.truth, (block) => forged(block, { parentHash: id("another") })),
  ],
  [
    "another block is given for a number",
    "names the block",
    (scene) => aboutBlock(scene.truth, () => scene.truth.blocks[scene.truth.victim - 1]),
  ],
  ["a block is missing", "names the block", (scene) => aboutBlock(scene.truth, () => null)],
  [
    "the range is cut short",
    "is refused",
    (scene) =>
      about("eth_getBlockByNumber", (answer) =>
        Number((answer as RpcBlock).number) > scene.truth.victim ? null : answer,
      ),
  ],
  [
    "one question has two answers",
    "names the block",
    (scene) =>
      aboutBlock(scene.truth, (block, { params }) =>
        params[1] === true ? forged(block, { timestamp: "0x1" }) : block,
      ),
  ],
  [
    "the anchor is another block when asked for again",
    "has another anchor",
    (scene) =>
      aboutBlock({ victim: scene.trust.anchor.blockNumber }, (block, { again }) =>
        again === 0 ? block : forged(block, { timestamp: "0xffffffff" }),
      ),
  ],
  [
    "the anchor has another state root",
    "names the contract",
    (scene) =>
      aboutBlock({ victim: scene.trust.anchor.blockNumber }, (block) => forged(block, { stateRoot: id("another") })),
  ],
  ["the chain is another", "is refused", () => about("eth_chainId", () => "0x1")],
  ["the chain is longer than it is", "is refused", () => about("eth_blockNumber", () => "0xffff")],
  [
    "the anchor is stale",
    "has another anchor",
    () => about("eth_blockNumber", (answer) => toQuantity(Number(answer) - 3)),
  ],
  ["the chain is rewritten from a block on", "has another anchor", (scene) => rewritten(scene.truth)],
  ["storage proofs are left out", "names the contract", () => aboutProofs((proof) => ({ ...proof, storageProof: [] }))],
  [
    "storage proofs are those of other slots",
    "names the contract",
    () => aboutProofs((proof) => ({ ...proof, storageProof: proof.storageProof.toReversed() })),
  ],
  [
    "storage proofs lose their last node",
    "names the contract",
    () =>
      aboutProofs((proof) => ({
        ...proof,
        storageProof: proof.storageProof.map((item) => ({ ...item, proof: item.proof.slice(0, -1) })),
      })),
  ],
  ["an account's proof is empty", "names the contract", () => aboutProofs((proof) => ({ ...proof, accountProof: [] }))],
  [
    "an account's proof is of another account",
    "names the contract",
    () => {
      let first: Proof | undefined;
      return aboutProofs((proof) => ({ ...(first ??= proof), storageProof: proof.storageProof }));
    },
  ],
  [
    "a stored value is not the one that is proven",
    "names the contract",
    () =>
      aboutProofs((proof) => ({
        ...proof,
        storageProof: proof.storageProof.map((item) => ({ ...item, value: "0x1" })),
      })),
  ],
  [
    "an account's code is not the one that is proven",
    "names the contract",
    () => aboutProofs((proof) => ({ ...proof, codeHash: id("another") })),
  ],
  [
    "a proxy is said to run an invented contract",
    "names the contract",
    (scene) =>
      about("eth_getStorageAt", (answer, { params }) =>
        params[1] === implementationSlot ? toBeHex(scene.world.record.safes.sovereign.address, 32) : answer,
      ),
  ],
];

function allLogs({ receipts }: Truth): RpcLog[] {
  return receipts.flatMap(({ logs }) => logs);
}

function isFirst({ receipts }: Truth, { transactionHash }: RpcReceipt): boolean {
  return transactionHash === receipts[0]?.transactionHash;
}

function altered(change: (log: RpcLog) => object): (logs: readonly RpcLog[]) => unknown {
  return ([first, ...rest]) => (first === undefined ? [] : [{ ...first, ...change(first) }, ...rest]);
}

function aboutProofs(alter: (proof: Proof) => unknown): Lie {
  return about("eth_getProof", (answer) => alter(answer as Proof));
}
