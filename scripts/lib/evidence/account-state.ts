import { dataSlice, getAddress, hexlify, toBeHex, zeroPadValue } from "ethers";

import type { BlockHeader } from "#lib/evidence/block-header";
import type { StateProofs } from "#lib/evidence/format";
import { gatewaySlots } from "#lib/evidence/gateway-slots";
import { evidenceHeadSlot } from "#lib/evidence/hash-chain";
import { provenValue } from "#lib/evidence/merkle-proof";
import { ClaimError, type Place } from "#lib/evidence/report";
import { decodeRlp, rlpBytes, rlpHex, rlpList } from "#lib/evidence/rlp-values";
import { implementationSlot, safeSlots } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";

/** An account at the anchor block. */
export interface ProvenAccount {
  readonly address: string;
  readonly codehash: string;
  /** Slot to word, both 32 bytes in hex; zero is a value like any other. */
  readonly storage: ReadonlyMap<string, string>;
}

export type ProvenState = ReadonlyMap<string, ProvenAccount>;

/** Slots that a proof must cover, by account. */
export type StateNeeds = ReadonlyMap<string, readonly string[]>;

const ZERO_WORD = toBeHex(0, 32);

/** What follows from the trust file alone; code behind proxies and what events tell of come on top. */
export function baseNeeds(trust: Trust): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const contract of Object.values(trust.contracts)) {
    needs.set(contract.address, [evidenceHeadSlot, ...(contract.implementations === null ? [] : [implementationSlot])]);
  }
  const gateway = trust.contracts["BridgeGateway"]?.address;
  if (gateway !== undefined) needs.get(gateway)?.push(...Object.values(gatewaySlots));
  for (const safe of Object.values(trust.safes)) needs.set(safe.address, Object.values(safeSlots));
  return needs;
}

/**
 * Adds implementations, singletons and slots that only the events tell of.
 *
 * @param told Slots by account, as `toldSlots` has them.
 */
export function fullNeeds(
  trust: Trust,
  slotOf: (address: string, slot: string) => string,
  told: ReadonlyMap<string, readonly string[]>,
): StateNeeds {
  const needs = baseNeeds(trust);
  const addAccount = (word: string): void => {
    const address = addressOfWord(word);
    if (!needs.has(address)) needs.set(address, []);
  };
  for (const contract of Object.values(trust.contracts)) {
    if (contract.implementations !== null) addAccount(slotOf(contract.address, implementationSlot));
  }
  for (const { address } of Object.values(trust.safes)) {
    addAccount(slotOf(address, safeSlots.singleton));
  }
  for (const [address, slots] of told) needs.get(address)?.push(...slots);
  return new Map([...needs].sort().map(([address, slots]) => [address, slots.sort()]));
}

/** @throws ClaimError when a proof does not hold against the header's state root. */
export function authenticateState(proofs: StateProofs, anchor: BlockHeader, trust: Trust): ProvenState {
  const names = new Map(
    [...Object.entries(trust.contracts), ...Object.entries(trust.safes)].map(([name, { address }]) => [address, name]),
  );
  if (proofs.blockNumber !== anchor.number) throw new ClaimError(`state proofs are for block ${proofs.blockNumber}`);
  const state = new Map<string, ProvenAccount>();
  for (const { address, accountProof, storage } of proofs.accounts) {
    const contract = names.get(address);
    const place = contract === undefined ? {} : { contract };
    const where = `state proof of ${contract === undefined ? "" : `${contract} at `}${address}`;
    if (state.has(address)) throw new ClaimError(`${where} occurs twice`, place);
    const account = check(where, place, () => provenValue(anchor.stateRoot, address, accountProof));
    if (account === null) throw new ClaimError(`${where}: there is no such account`, place);
    const fields = rlpList(decodeRlp(account, where), where);
    const storageRoot = rlpHex(fields[2], "storage root", 32);
    const slots = new Map<string, string>();
    for (const { slot, proof } of storage) {
      if (slots.has(slot)) throw new ClaimError(`${where}: slot ${slot} occurs twice`, place);
      const value = check(`${where}, slot ${slot}`, place, () => provenValue(storageRoot, slot, proof));
      const word = value === null ? ZERO_WORD : zeroPadValue(hexlify(rlpBytes(decodeRlp(value, where), where)), 32);
      slots.set(slot, word);
    }
    state.set(address, { address, codehash: rlpHex(fields[3], "code hash", 32), storage: slots });
  }
  return state;
}

/** Requires exactly the proofs that the needs name. */
export function requireNeeds(state: ProvenState, needs: StateNeeds): void {
  for (const [address, slots] of needs) {
    const account = state.get(address);
    if (account === undefined) throw new ClaimError(`state proof of ${address} is missing`);
    for (const slot of slots) wordOf(state, address, slot);
    if (account.storage.size !== slots.length)
      throw new ClaimError(`state proof of ${address} has slots nobody asked for`);
  }
  if (state.size !== needs.size) throw new ClaimError("state proofs hold accounts nobody asked for");
}

/** @throws ClaimError when the bundle has no proof of the slot. */
export function wordOf(state: ProvenState, address: string, slot: string): string {
  const word = state.get(address)?.storage.get(slot);
  if (word === undefined) throw new ClaimError(`state proof of ${address}, slot ${slot} is missing`);
  return word;
}

export function addressOfWord(word: string): string {
  return getAddress(dataSlice(word, 12));
}

function check<T>(where: string, place: Place, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new ClaimError(`${where} does not hold: ${error instanceof Error ? error.message : String(error)}`, place);
  }
}
