import type { LimiterChain } from "#lib/bench/limiter-chain";
import type { Contract } from "ethers";

import { deployBare, LIMITERS, pass, passADay, sendTo } from "#lib/bench/limiter-chain";

/** As test/contracts/bench/FreeCapacity.sol numbers them. */
const UPDATES = [
  "first settings",
  "same settings",
  "higher capacity",
  "higher rate",
  "lower, then raise",
  "shorter, then longer",
  "all zero",
] as const;

type Update = (typeof UPDATES)[number];

/** The updates of a limiter after which more can be spent than right before. */
export interface Score {
  readonly limiter: string;
  readonly creates: readonly Update[];
}

/** Tries every update on every limiter; test/contracts/scenario/Scoreboard.t.sol holds the same facts. */
export async function measureScoreboard(chain: LimiterChain): Promise<readonly Score[]> {
  const scoreboard = await deployBare(chain, "FreeCapacity");
  const rest = Number((await scoreboard.getFunction("REST")()) as bigint);
  const scores: Score[] = [];
  for (const [artifact, limiter] of Object.entries(LIMITERS)) {
    const tried = await deployBare(chain, artifact);
    const [first, ...others] = UPDATES.keys();
    const created = await creates(scoreboard, tried, [first ?? 0]);
    await sendTo(scoreboard, "begin", await tried.getAddress());
    await passADay(chain);
    await sendTo(scoreboard, "halve", await tried.getAddress());
    await pass(chain, rest);
    created.push(...(await creates(scoreboard, tried, others)));
    scores.push({ limiter, creates: created });
  }
  return scores;
}

/** The scores as a person reads them. */
export function renderScoreboard(scores: readonly Score[]): string {
  const width = Math.max(...scores.map(({ limiter }) => limiter.length));
  return scores
    .map(({ limiter, creates }) => `${limiter.padEnd(width)}  ${creates.length === 0 ? "none" : creates.join("; ")}`)
    .join("\n");
}

/** Each on its own, because a static call leaves nothing behind. */
async function creates(scoreboard: Contract, limiter: Contract, updates: readonly number[]): Promise<Update[]> {
  const address = await limiter.getAddress();
  const created: Update[] = [];
  for (const update of updates) {
    const [name] = UPDATES.slice(update);
    const more = (await scoreboard.getFunction("creates").staticCall(address, update)) as boolean;
    if (more && name !== undefined) created.push(name);
  }
  return created;
}
