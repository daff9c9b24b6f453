import { keccak256, toQuantity } from "ethers";
import { z } from "zod";

import { blockHashAt, type Finality, newestFinal, requireUnmoved } from "#lib/chain/finality";
import type { RpcSender } from "#lib/chain/rpc-node";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { addressOfWord } from "#lib/evidence/account-state";
import { inParallel } from "#lib/evidence/in-parallel";
import { implementationSlot, safeSlots } from "#lib/evidence/safe-code";
import { trustFrom, type Trust } from "#lib/evidence/trust";

/** A node that an auditor asks. */
export interface TrustSource {
  /** As errors shall name it. */
  readonly name: string;
  readonly node: RpcSender;
}

export interface TrustOrder {
  /** At least two, run by different people. */
  readonly sources: readonly TrustSource[];
  readonly record: ContractsRecord;
  readonly finality: Finality;
  /** Anchor block; by default the newest that every source counts as final. */
  readonly toBlock?: number | undefined;
}

/** Something about the chain that every source is asked for. */
interface Fact {
  /** In words, such as `the code hash of RoleRegistry`. */
  readonly what: string;
  readonly value: string;
  /** What the deployment record allows; anything for what it does not know. */
  readonly allowed?: readonly string[];
}

/**
 * Makes a trust file from the deployment record and from what several nodes say in agreement: chain, anchor, and the code
 * that runs at the anchor. One node alone could invent all of it.
 *
 * @throws SuiteError `input/one-source`, `input/range`, `chain/wrong-chain-id`, `chain/no-finality`, `chain/reorganised`,
 * `conflict/sources-disagree` with both answers, `conflict/record-differs` when all sources contradict the record.
 */
export async function gatherTrust({ sources, record, finality, toBlock }: TrustOrder): Promise<Trust> {
  requireSeveral(sources);
  for (const source of sources) await requireChain(source, record.chainId);
  const blockNumber = await chooseAnchor(sources, { finality, toBlock, earliest: record.deployedAtBlock });
  const hashes = await inParallel(sources, async ({ node }) => [
    { what: `the hash of block ${blockNumber}`, value: await blockHashAt(node, blockNumber) },
  ]);
  const [anchorHash] = agreed(sources, hashes);
  const trust = trustFrom(record, { blockNumber, blockHash: anchorHash?.value ?? "" });
  const facts = await inParallel(sources, ({ node }) => codeFacts(node, trust));
  for (const fact of agreed(sources, facts)) requireRecorded(fact);
  // The code was read by number: it must still be this block's.
  for (const { node } of sources) await requireUnmoved(node, blockNumber, trust.anchor.blockHash);
  return trust;
}

function requireSeveral(sources: readonly TrustSource[]): void {
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (names.length > 1 && twice === undefined) return;
  throw new SuiteError({
    code: "input/one-source",
    message: twice === undefined ? "An anchor needs two sources at least." : `${twice} is named twice.`,
    hint: "Name the endpoints of nodes that different people run; what one node says alone, it could have invented.",
  });
}

async function requireChain({ name, node }: TrustSource, expected: number): Promise<void> {
  const answered = Number(await node.send("eth_chainId", []));
  if (answered === expected) return;
  throw new SuiteError({
    code: "chain/wrong-chain-id",
    message: `${name} is on chain ${answered}, the deployment record on ${expected}.`,
    hint: "Use endpoints of the network that the record belongs to.",
    details: { source: name, expected, actual: answered },
  });
}

interface AnchorOrder {
  readonly finality: Finality;
  readonly toBlock: number | undefined;
  /** The block of the deployment. */
  readonly earliest: number;
}

async function chooseAnchor(
  sources: readonly TrustSource[],
  { finality, toBlock, earliest }: AnchorOrder,
): Promise<number> {
  const newest = await inParallel(sources, ({ node }) => newestFinal(node, finality));
  const last = Math.min(...newest);
  const chosen = toBlock ?? last;
  if (chosen >= earliest && chosen <= last) return chosen;
  const { name } = sources[newest.indexOf(last)] ?? { name: "" };
  throw new SuiteError({
    code: "input/range",
    message: `Block ${chosen} cannot be the anchor: the deployment began with block ${earliest}, and ${name} counts block ${last} as the last that is final.`,
    hint: "Wait, choose another block with --to, or say with --confirmations what is final on this chain.",
  });
}

/** What runs at the anchor, as the verifier will want to see it proven. */
async function codeFacts(node: RpcSender, trust: Trust): Promise<Fact[]> {
  const block = toQuantity(trust.anchor.blockNumber);
  const codeHashOf = async (address: string): Promise<string> =>
    keccak256(z.string().parse(await node.send("eth_getCode", [address, block])));
  const behind = async (address: string, slot: string): Promise<string> => {
    const word = z.string().parse(await node.send("eth_getStorageAt", [address, slot, block]));
    return addressOfWord(word);
  };
  const contracts = await inParallel(
    Object.entries(trust.contracts),
    async ([name, { address, codehash, implementations }]) => {
      const own: Fact = {
        what: `the code hash of ${name} at ${address}`,
        value: await codeHashOf(address),
        allowed: [codehash],
      };
      if (implementations === null) return [own];
      const implementation = await behind(address, implementationSlot);
      return [
        own,
        { what: `the implementation of ${name}`, value: implementation },
        {
          what: `the code hash of the implementation of ${name}`,
          value: await codeHashOf(implementation),
          allowed: implementations,
        },
      ];
    },
  );
  const safes = await inParallel(Object.entries(trust.safes), async ([name, { address, codehash, singletons }]) => {
    const singleton = await behind(address, safeSlots.singleton);
    return [
      {
        what: `the code hash of the Safe ${name} at ${address}`,
        value: await codeHashOf(address),
        allowed: [codehash],
      },
      { what: `the singleton of the Safe ${name}`, value: singleton },
      {
        what: `the code hash of the singleton of the Safe ${name}`,
        value: await codeHashOf(singleton),
        allowed: singletons,
      },
    ];
  });
  return [...contracts, ...safes].flat();
}

/** The facts that all sources agree upon. */
function agreed(sources: readonly TrustSource[], told: readonly (readonly Fact[])[]): readonly Fact[] {
  const [first = []] = told;
  for (const [index, facts] of told.entries()) {
    for (const [position, { what, value }] of first.entries()) {
      const other = facts[position]?.value ?? "nothing";
      if (other === value) continue;
      const names = [sources[0]?.name ?? "", sources[index]?.name ?? ""] as const;
      throw new SuiteError({
        code: "conflict/sources-disagree",
        message: `${names[0]} says that ${what} is ${value}, ${names[1]} says ${other}.`,
        hint: "One of the two is wrong, behind, or on another branch: find out which, and trust neither until then.",
        details: { what, answers: { [names[0]]: value, [names[1]]: other } },
      });
    }
  }
  return first;
}

function requireRecorded({ what, value, allowed }: Fact): void {
  if (allowed?.includes(value) ?? true) return;
  throw new SuiteError({
    code: "conflict/record-differs",
    message: `All sources say that ${what} is ${value}, the deployment record says ${allowed?.join(" or ") ?? ""}.`,
    hint: "The record may be older than an upgrade, or the code is not what was deployed; find out which.",
    details: { what, answered: value, recorded: allowed },
  });
}
