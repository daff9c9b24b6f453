import type { Result } from "ethers";

import { contractAt } from "#lib/deployment/chain-state";
import type { StateSource } from "#lib/monitor/state-source";

/** In the order of the contract's enum. */
export const phases = ["None", "Assessment", "Pilot", "Expansion", "FullIntegration"] as const;

/** A programme, how far it is, and what became of its money. Amounts in the smallest unit of what it distributes. */
export interface ProgramState {
  readonly id: string;
  readonly name: string;
  readonly phase: (typeof phases)[number];
  readonly closed: boolean;
  readonly budget: bigint;
  /** Totals of the batches that are open, and what was settled of the others. */
  readonly committed: bigint;
  /** Set aside: exceptions that are open or were upheld. */
  readonly exceptions: bigint;
  readonly residual: bigint;
}

export async function readPrograms({ provider, record, tally, names }: StateSource): Promise<ProgramState[]> {
  const registry = contractAt(provider, record, "ProgramRegistry");
  const ledger = contractAt(provider, record, "DistributionLedger");
  return Promise.all(
    tally.subjects("program").map(async ({ id }) => {
      const [program, [budget, committed], volume] = (await Promise.all([
        registry.getFunction("programOf").staticCall(id),
        ledger.getFunction("budgetOf").staticCall(id),
        ledger.getFunction("volumeOf").staticCall(id),
      ])) as [Result, [bigint, bigint], Result];
      return {
        id,
        name: names.program(id),
        phase: phases[Number(program["phase"])] ?? "None",
        closed: program["closedAt"] !== 0n,
        budget,
        committed,
        exceptions: volume["exceptions"] as bigint,
        residual: volume["residual"] as bigint,
      };
    }),
  );
}
