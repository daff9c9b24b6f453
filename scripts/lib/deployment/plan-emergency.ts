import type { ChainState } from "#lib/deployment/chain-state";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { PlaybookState } from "#lib/deployment/emergency-state";
import type { Governance } from "#lib/deployment/governance-schema";

import { playbookId, systemId } from "#lib/emergency/system-id";

/** What governance.json and the chain say of systems and playbooks, by subject. */
export interface EmergencyRows {
  readonly systems: readonly [wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>];
  readonly playbooks: readonly [wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>];
}

/** Both sides in the same words: names where the file has one, ids where it does not. */
export function emergencyRows(
  { emergency: { systems, playbooks } }: Governance,
  record: ContractsRecord,
  { emergency }: ChainState,
): EmergencyRows {
  const names = new Map(systems.map((system) => [systemId(system), system.name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const contractNames = new Map(Object.entries(record.contracts).map(([name, { address }]) => [address, name]));
  const keys = new Map(playbooks.map(({ key }) => [playbookId(key), key]));

  const wantedSystems = new Map<string, string>();
  for (const { name, contracts, volumePerDay } of systems) {
    for (const contract of contracts) wantedSystems.set(contract, name);
    if (volumePerDay !== undefined) wantedSystems.set(`${name} volume`, `${volumePerDay} a day`);
  }
  const foundSystems = new Map<string, string>();
  for (const [target, id] of emergency.systems) foundSystems.set(contractNames.get(target) ?? target, nameOf(id));
  for (const [id, volume] of emergency.volumes) foundSystems.set(`${nameOf(id)} volume`, `${volume} a day`);

  return {
    systems: [wantedSystems, foundSystems],
    playbooks: [
      new Map(
        playbooks.map(({ key, digest, duration, severity, restrictions }) => [
          key,
          text({ digest, duration, severity }, restrictions),
        ]),
      ),
      new Map(
        [...emergency.playbooks].map(([id, playbook]) => [
          keys.get(id) ?? id,
          text(
            playbook,
            playbook.restrictions.map((entry) => ({ system: nameOf(entry.systemId), mode: entry.mode })),
          ),
        ]),
      ),
    ],
  };
}

function text(
  { digest, duration, severity }: Omit<PlaybookState, "restrictions">,
  restrictions: readonly { readonly system: string; readonly mode: string }[],
): string {
  const acts = restrictions.map(({ system, mode }) => `${system} ${mode}`).join(", ");
  return `SEV${severity}, ${duration} s: ${acts} (${digest})`;
}
