import { getAddress, toBeHex } from "ethers";
import { z } from "zod";

import type { AddressBook } from "#lib/calls/known-contracts";
import { recordSlot } from "#lib/change/ready-state";

/** One thing that a change alters on the chain. */
export interface Difference {
  readonly account: string;
  readonly name: string;
  /** Storage slot, or `balance`, `code`. */
  readonly slot: string;
  /** What the slot is, where its place says so. */
  readonly meaning: string | null;
  readonly before: string;
  readonly after: string;
  /** True when the value depends on the block or on what happened before, so that it will differ in fact. */
  readonly volatile: boolean;
}

const accountSchema = z.object({
  balance: z.string().optional(),
  code: z.string().optional(),
  storage: z.record(z.string(), z.string()).optional(),
});

/** What `prestateTracer` answers in diff mode. */
export const prestateDiffSchema = z.object({
  pre: z.record(z.string(), accountSchema),
  post: z.record(z.string(), accountSchema),
});

type PrestateDiff = z.output<typeof prestateDiffSchema>;

const EVIDENCE_HEAD = "0xe02e1e53ae4ed99bb275b56b5ca6efc3701fdf8ae34e76fe6d689d20a67dfc00";
const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
const ZERO = toBeHex(0, 32);

/** The differences that a trace shows, without what every transaction alters of its sender and the block's producer. */
export function differencesOf(
  trace: PrestateDiff,
  { book, id, ignore }: { readonly book: AddressBook; readonly id: string; readonly ignore: readonly string[] },
): Difference[] {
  const differences: Difference[] = [];
  const ignored = new Set(ignore.map((account) => account.toLowerCase()));
  for (const account of new Set([...Object.keys(trace.pre), ...Object.keys(trace.post)])) {
    if (ignored.has(account.toLowerCase())) continue;
    const before = trace.pre[account] ?? {};
    const after = trace.post[account] ?? {};
    const address = getAddress(account);
    const add = (slot: string, from: string, to: string): void => {
      if (from === to) return;
      const meaning = meaningOf(slot, id);
      const volatile = slot === EVIDENCE_HEAD || slot === recordSlot(id);
      differences.push({
        account: address,
        name: book.nameOf(address),
        slot,
        meaning,
        before: from,
        after: to,
        volatile,
      });
    };
    for (const slot of new Set([...Object.keys(before.storage ?? {}), ...Object.keys(after.storage ?? {})])) {
      add(slot, before.storage?.[slot] ?? ZERO, after.storage?.[slot] ?? ZERO);
    }
    if (after.balance !== undefined) add("balance", before.balance ?? "0x0", after.balance);
    if (after.code !== undefined) add("code", before.code ?? "0x", after.code);
  }
  return differences.toSorted((a, b) => `${a.account}${a.slot}`.localeCompare(`${b.account}${b.slot}`));
}

function meaningOf(slot: string, id: string): string | null {
  if (slot === EVIDENCE_HEAD) return "head of the evidence chain";
  if (slot === IMPLEMENTATION) return "implementation of the proxy";
  if (slot === recordSlot(id)) return "record of this change";
  return null;
}
