import { ZeroHash } from "ethers";

import { readOpenDebts, type ReviewDebt } from "#lib/emergency/read-debts";
import { readSystem, type SystemState } from "#lib/emergency/read-system";
import type { StateSource } from "#lib/monitor/state-source";

/** Systems with their modes, and the reviews that are owed. */
export interface EmergencyState {
  readonly systems: readonly SystemState[];
  readonly debts: readonly (ReviewDebt & { readonly name: string })[];
}

/** Every system that governance.json names or that an event concerned. */
export async function readEmergency(source: StateSource): Promise<EmergencyState> {
  const { provider, record, tally, names, now } = source;
  const { systems: book } = names;
  const seen = tally.subjects("system").filter(({ id }) => id !== ZeroHash);
  const known = new Map([...book.all, ...seen.map(({ id }) => book.named(id))].map((system) => [system.id, system]));
  const [systems, debts] = await Promise.all([
    Promise.all([...known.values()].map((system) => readSystem(provider, record, system, now))),
    readOpenDebts(provider, record, now),
  ]);
  return { systems, debts: debts.map((debt) => ({ ...debt, name: names.incident(debt.incidentId) })) };
}
