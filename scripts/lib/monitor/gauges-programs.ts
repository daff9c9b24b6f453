import type { GaugeDefinition, Sample } from "#lib/monitor/gauge";
import { ofState } from "#lib/monitor/gauges-governance";
import { phases, type ProgramState } from "#lib/monitor/read-programs";

/** Programmes, how far they are and what is left of their budgets. */
export const programGauges: readonly GaugeDefinition[] = [
  ofState("sign_program_info", "What people call a programme.", ["program", "name"], ({ programs }) =>
    programs.map(({ id, name }) => [[id, name], 1]),
  ),
  ofState(
    "sign_program_phase",
    "1 for the phase that an open programme is in, 0 for the others.",
    ["program", "phase"],
    ({ programs }) =>
      programs.flatMap(({ id, phase, closed }) =>
        phases.slice(1).map((other): Sample => [[id, other], other === phase && !closed ? 1 : 0]),
      ),
  ),
  amount("sign_program_budget", "What a programme may spend altogether", ({ budget }) => budget),
  amount("sign_program_committed", "Batches that are open, and what was settled of others", (p) => p.committed),
  amount("sign_program_exceptions", "Set aside: exceptions that are open or were upheld", (p) => p.exceptions),
  amount("sign_program_residual", "Given up when batches were reconciled", ({ residual }) => residual),
];

function amount(name: string, what: string, value: (program: ProgramState) => bigint): GaugeDefinition {
  return ofState(name, `${what}, in the smallest unit of what it distributes.`, ["program"], ({ programs }) =>
    programs.map((program) => [[program.id], Number(value(program))]),
  );
}
