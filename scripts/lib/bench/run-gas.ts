import type { BenchChain } from "#lib/bench/bench-chain";
import type { GasRow } from "#lib/bench/gas-table";

import { measureEmergency, type EmergencyGas } from "#lib/bench/emergency-gas";
import { gasRow } from "#lib/bench/gas-table";
import { measureLimiters, type LimiterGas } from "#lib/bench/limiter-gas";
import { measureScoreboard, type Score } from "#lib/bench/limiter-scoreboard";
import { measureAccessManager, measureTimelock, plainSafe } from "#lib/bench/peers";
import { measureSuite } from "#lib/bench/suite-gas";

/** The most that a change may cost, as a multiple of the guarded Safe's way through a TimelockController. */
export const AIM = 1.8;

/** What `npm run bench:gas` prints. */
export interface GasReport {
  readonly rows: readonly GasRow[];
  readonly aim: { readonly limit: number; readonly ratio: number; readonly met: boolean };
  readonly modeCheck: EmergencyGas["modeCheck"];
  readonly limitUse: LimiterGas["use"];
  readonly scoreboard: readonly Score[];
}

/** Measures the suite and its peers on one chain, with one compiler setting, through the same two kinds of Safe. */
export async function measureGas(chain: BenchChain): Promise<GasReport> {
  const suite = await measureSuite(chain);
  const emergency = await measureEmergency(chain);
  const guarded = chain.stage.record.safes.technical.address;
  const plain = await plainSafe(chain);
  const timelock = { guarded: await measureTimelock(chain, guarded), plain: await measureTimelock(chain, plain) };
  const manager = {
    guarded: await measureAccessManager(chain, guarded),
    plain: await measureAccessManager(chain, plain),
  };
  const payer = chain.stage.wallet(chain.stage.governance.deployer).connect(chain.stage.provider);
  const limiterChain = { provider: chain.stage.provider, payer, artifact: chain.artifact };
  const limiters = await measureLimiters(limiterChain);

  const peers = (job: "schedule" | "execute" | "cancel"): Record<string, bigint> => ({
    "TimelockController, guarded Safe": timelock.guarded[job],
    "TimelockController, plain Safe": timelock.plain[job],
    "AccessManager, guarded Safe": manager.guarded[job],
    "AccessManager, plain Safe": manager.plain[job],
  });
  const whole = gasRow("propose + approve + execute", suite.propose + suite.approve + suite.execute, {
    "TimelockController, guarded Safe: schedule + execute": timelock.guarded.schedule + timelock.guarded.execute,
    "TimelockController, plain Safe: schedule + execute": timelock.plain.schedule + timelock.plain.execute,
    "AccessManager, guarded Safe: schedule + execute": manager.guarded.schedule + manager.guarded.execute,
    "AccessManager, plain Safe: schedule + execute": manager.plain.schedule + manager.plain.execute,
  });
  const rows = [
    gasRow("propose, with paperwork, rollback and pins", suite.propose),
    gasRow("approve through the 2-of-3 Safe", suite.approve, peers("schedule")),
    gasRow("execute", suite.execute, peers("execute")),
    gasRow("send back (veto, withdraw) through the 2-of-3 Safe", suite.sendBack, peers("cancel")),
    gasRow("rollback through the 2-of-3 Safe", suite.rollback),
    gasRow("grant of a role", suite.grant, { AccessManager: manager.plain.grant }),
    whole,
    ...emergency.rows,
    ...limiters.rows,
  ];
  const ratio = whole.peers[0]?.ratio ?? Number.NaN;
  return {
    rows,
    aim: { limit: AIM, ratio, met: ratio <= AIM },
    modeCheck: emergency.modeCheck,
    limitUse: limiters.use,
    scoreboard: await measureScoreboard(limiterChain),
  };
}
