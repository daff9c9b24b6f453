import type { LimiterChain } from "#lib/bench/limiter-chain";

import { gasRow, type GasRow } from "#lib/bench/gas-table";
import { deployBare, LIMITERS, passADay, sendTo } from "#lib/bench/limiter-chain";

/** What limiters cost, and whether the suite's keeps its aim. */
export interface LimiterGas {
  readonly rows: readonly GasRow[];
  readonly use: { readonly gas: bigint; readonly limit: bigint; readonly met: boolean };
}

/** The most that a use may cost in the steady state, the transaction's own 21,000 included. */
const LIMIT = 31_000n;

/** A million tokens with 6 decimals, of which one is used: every peer refills by whole numbers. */
const CAPACITY = 1_000_000_000_000n;
const AMOUNT = 1_000_000n;
const WINDOW = 86_400;

/** Measures every limiter in the steady state: whatever a use or an update writes was written before. */
export async function measureLimiters(chain: LimiterChain): Promise<LimiterGas> {
  const uses: Record<string, bigint> = {};
  const updates: Record<string, bigint> = {};
  for (const [artifact, name] of Object.entries(LIMITERS)) {
    const limiter = await deployBare(chain, artifact);
    await sendTo(limiter, "set", CAPACITY, WINDOW);
    await passADay(chain);
    await sendTo(limiter, "spend", AMOUNT);
    uses[name] = (await sendTo(limiter, "spend", AMOUNT)).gasUsed;
    updates[name] = (await sendTo(limiter, "set", CAPACITY * 2n, WINDOW * 2)).gasUsed;
  }
  const slot = await deployBare(chain, "BareSlot");
  await sendTo(slot, "spend", AMOUNT);
  uses["a bare slot"] = (await sendTo(slot, "spend", AMOUNT)).gasUsed;

  const { [LIMITERS.SuiteLimiter]: use = 0n, ...peerUses } = uses;
  const { [LIMITERS.SuiteLimiter]: update = 0n, ...peerUpdates } = updates;
  return {
    rows: [gasRow("use of a limit, steady state", use, peerUses), gasRow("update of a limit", update, peerUpdates)],
    use: { gas: use, limit: LIMIT, met: use > 0n && use <= LIMIT },
  };
}
