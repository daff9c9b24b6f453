import type { SuiteContract } from "#lib/abi/suite-interface";
import type { EmergencyConfig } from "#lib/deployment/emergency-schema";
import type { Contract, Genesis } from "#lib/deployment/genesis-steps";
import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

import { playbookId, systemId } from "#lib/emergency/system-id";
import { MODES } from "#lib/emergency/system-modes";

type EmergencyContracts = Record<"EmergencyController" | "IncidentRegistry" | "KeyRegistry", Contract>;

/** The emergency contracts come before the ChangeManager, which trusts the controller for good. */
export function deployEmergency(
  genesis: Genesis,
  artifacts: SuiteArtifacts,
  { registry, guard }: Readonly<Record<"registry" | "guard", Contract>>,
): EmergencyContracts {
  const controller = genesis.contract("EmergencyController", artifacts.EmergencyController, [registry, guard]);
  return {
    EmergencyController: controller,
    IncidentRegistry: genesis.proxied("IncidentRegistry", artifacts.IncidentRegistry, [controller], [registry]),
    KeyRegistry: genesis.proxied("KeyRegistry", artifacts.KeyRegistry, [registry, guard], []),
  };
}

/** Makes the emergency contracts known to each other, and core. */
export function wireEmergency(genesis: Genesis, registry: Contract, emergency: EmergencyContracts): void {
  const { EmergencyController: controller, IncidentRegistry: incidents, KeyRegistry: keys } = emergency;
  genesis.call("IncidentRegistryOfController", controller, "setIncidentRegistry", [incidents]);
  genesis.call("KeyRegistryOfIncidents", incidents, "setKeyRegistry", [keys]);
  genesis.batch("EmergencyCore", registry, [
    genesis.encode("CoreController", registry, "registerCore", [controller]),
    genesis.encode("CoreIncidents", registry, "registerCore", [incidents]),
  ]);
}

/** What can be restricted, and the playbooks that do it. */
export function assignSystems(
  genesis: Genesis,
  { systems, playbooks }: EmergencyConfig,
  contracts: Readonly<Record<SuiteContract, Contract>>,
): void {
  const controller = contracts.EmergencyController;
  const ids = new Map(systems.map((system) => [system.name, systemId(system)]));
  for (const { name, contracts: members, volumePerDay } of systems) {
    const id = ids.get(name) ?? "";
    for (const member of members) {
      genesis.call(`System_${member}`, controller, "assignSystem", [contracts[member], id]);
    }
    if (volumePerDay !== undefined) {
      genesis.call(`Volume_${name.replaceAll("-", "_")}`, controller, "setVolumeCap", [id, BigInt(volumePerDay)]);
    }
  }
  for (const { key, digest, duration, severity, restrictions } of playbooks) {
    genesis.call(`Playbook_${key.replaceAll("-", "_")}`, controller, "setPlaybook", [
      playbookId(key),
      {
        digest,
        duration,
        severity,
        restrictions: restrictions.map(({ system, mode }) => ({
          systemId: ids.get(system) ?? "",
          mode: MODES.indexOf(mode),
        })),
      },
    ]);
  }
}
