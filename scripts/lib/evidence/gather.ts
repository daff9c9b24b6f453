import { getAddress, toQuantity } from "ethers";
import { z } from "zod";

import { type Finality, newestFinal } from "#lib/chain/finality";
import { RpcRefusal, type RpcSender } from "#lib/chain/rpc-node";
import { authenticateState, baseNeeds, fullNeeds, wordOf } from "#lib/evidence/account-state";
import type { BlockHeader } from "#lib/evidence/block-header";
import type { StateProofs } from "#lib/evidence/format";
import { inParallel } from "#lib/evidence/in-parallel";
import { ClaimError } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";
import { SuiteError } from "#lib/errors/suite-error";

const proofSchema = z.object({
  codeHash: z.string(),
  accountProof: z.array(z.string()),
  storageProof: z.array(z.object({ value: z.string(), proof: z.array(z.string()) })),
});

export interface StateOrder {
  /** The block whose state is asked for. */
  readonly anchor: BlockHeader;
  readonly trust: Trust;
  /** Slots that only the events tell of, by account. */
  readonly told: ReadonlyMap<string, readonly string[]>;
}

/**
 * Number of the anchor block: the one asked for, or the newest that is final.
 *
 * @throws SuiteError `input/range`, `chain/no-finality`.
 */
export async function chooseAnchor(node: RpcSender, finality: Finality, toBlock: number | undefined): Promise<number> {
  const newest = await newestFinal(node, finality);
  const chosen = toBlock ?? newest;
  if (chosen <= newest && chosen >= 0) return chosen;
  throw new SuiteError({
    code: "input/range",
    message: `Block ${chosen} cannot be the anchor: ${
      finality === "finalized"
        ? `the last that is final is block ${newest}`
        : `the chain is at ${newest + finality.confirmations}, ${finality.confirmations} confirmations are asked for`
    }.`,
    hint: "Choose an earlier block with --to, or fewer --confirmations.",
  });
}

/** @throws SuiteError `chain/wrong-chain-id`. */
export async function requireChain(node: RpcSender, expected: number): Promise<void> {
  const answered = Number(await node.send("eth_chainId", []));
  if (answered === expected) return;
  throw new SuiteError({
    code: "chain/wrong-chain-id",
    message: `The node is on chain ${answered}, the deployment record on ${expected}.`,
    hint: "Use the endpoint of the network that the record belongs to.",
  });
}

/**
 * State proofs at the anchor for everything that the verifier will ask for, held against the anchor's state root and
 * against what the node says besides.
 *
 * @throws ClaimError
 */
export async function gatherState(node: RpcSender, { anchor, trust, told }: StateOrder): Promise<StateProofs> {
  const block = toQuantity(anchor.number);
  const words = new Map<string, string>();
  for (const [address, slots] of baseNeeds(trust)) {
    for (const slot of slots) {
      words.set(`${address} ${slot}`, z.string().parse(await node.send("eth_getStorageAt", [address, slot, block])));
    }
  }
  const needs = fullNeeds(trust, (address, slot) => words.get(`${address} ${slot}`) ?? "0x", told);
  const answers = await inParallel([...needs], async ([address, slots]) => {
    const { codeHash, accountProof, storageProof } = await proofOf(node, address, slots, block);
    const storage = slots.map((slot, index) => ({ slot, proof: (storageProof[index]?.proof ?? []).map(lower) }));
    const account = { address: getAddress(address), accountProof: accountProof.map(lower), storage };
    return { account, codeHash, values: storageProof.map(({ value }) => value) };
  });
  const accounts = answers.map(({ account }) => account);
  const proofs: StateProofs = { schema: "sign.evidence.state-proofs.v1", blockNumber: anchor.number, accounts };
  const state = authenticateState(proofs, anchor, trust);
  const contradiction = (address: string): ClaimError => {
    const contract = [...Object.entries(trust.contracts), ...Object.entries(trust.safes)].find(
      ([, item]) => item.address === address,
    )?.[0];
    return new ClaimError(
      `the node says something else of ${contract ?? "the account"} at ${address} than it proves`,
      contract === undefined ? {} : { contract },
    );
  };
  for (const { account, codeHash, values } of answers) {
    const { address, storage } = account;
    const proven = storage.map(({ slot }) => BigInt(wordOf(state, address, slot)));
    const asked = storage.map(({ slot }, index) => BigInt(words.get(`${address} ${slot}`) ?? proven[index] ?? 0));
    const differs = proven.some((word, index) => word !== asked[index] || word !== BigInt(values[index] ?? -1));
    if (differs || state.get(address)?.codehash !== lower(codeHash)) throw contradiction(address);
  }
  return proofs;
}

/** A proof of slots of an account; of half as many at once where the node does not give as much. */
async function proofOf(
  node: RpcSender,
  address: string,
  slots: readonly string[],
  block: string,
): Promise<z.output<typeof proofSchema>> {
  try {
    return proofSchema.parse(await node.send("eth_getProof", [address, slots, block]));
  } catch (error) {
    if (!(error instanceof RpcRefusal && error.tooLarge) || slots.length < 2) throw error;
    const middle = slots.length >> 1;
    const first = await proofOf(node, address, slots.slice(0, middle), block);
    const second = await proofOf(node, address, slots.slice(middle), block);
    return { ...first, storageProof: [...first.storageProof, ...second.storageProof] };
  }
}

function lower(hex: string): string {
  return hex.toLowerCase();
}
