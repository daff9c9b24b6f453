import type { Contract } from "ethers";

import type { BenchChain } from "#lib/bench/bench-chain";
import { callAs, deployed, gasOf } from "#lib/bench/bench-chain";

/** The most that asking for a mode may add to a guarded call. */
const LIMITS = { cold: 6_000n, warm: 1_000n } as const;

/** What a question for the mode of a system adds to a call, and the aim. */
interface ModeCheck {
  readonly gas: bigint;
  readonly limit: bigint;
  readonly met: boolean;
}

/** `cold`: the first question of a transaction; `warm`: the next one. */
export type ModeCheckGas = Readonly<Record<keyof typeof LIMITS, ModeCheck>>;

/**
 * Measures one function, compiled without the check, with it and with it twice: the differences are what it costs, the
 * call and the decoding of its answer included.
 *
 * @param systemId A system that allows to issue.
 */
export async function measureModeCheck(chain: BenchChain, systemId: string): Promise<ModeCheckGas> {
  const { address } = chain.stage.record.contracts.EmergencyController;
  const costs: bigint[] = [];
  for (const name of ["UncheckedProbe", "CheckedProbe", "TwiceCheckedProbe"]) {
    costs.push(await steadyGas(chain, await deployed(chain, name, address, systemId)));
  }
  const [none = 0n, once = 0n, twice = 0n] = costs;
  const check = (gas: bigint, limit: bigint): ModeCheck => ({ gas, limit, met: gas <= limit });
  return { cold: check(once - none, LIMITS.cold), warm: check(twice - once, LIMITS.warm) };
}

async function steadyGas(chain: BenchChain, probe: Contract): Promise<bigint> {
  const issue = (): Promise<void> => callAs(chain, chain.stage.governance.deployer, probe, "issue");
  await issue();
  return gasOf(chain, issue);
}
