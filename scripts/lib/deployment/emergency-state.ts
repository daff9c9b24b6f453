import { getAddress, type Log } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { MODES, type ModeName } from "#lib/emergency/system-modes";

/** A playbook as the chain has it. */
export interface PlaybookState {
  readonly digest: string;
  readonly duration: number;
  readonly severity: number;
  readonly restrictions: readonly { readonly systemId: string; readonly mode: ModeName }[];
}

/** The settings of the EmergencyController, as its events have them. */
export interface EmergencySettings {
  /** Address of the IncidentRegistry; undefined before it is set. */
  incidentRegistry: string | undefined;
  /** System by contract. */
  readonly systems: Map<string, string>;
  /** Volume per day by system. */
  readonly volumes: Map<string, bigint>;
  /** Playbook by id. */
  readonly playbooks: Map<string, PlaybookState>;
}

const NO_SYSTEM = `0x${"00".repeat(32)}`;

/** Recomputes the settings from every event of the controller, in order. */
export function replayEmergency(logs: readonly Log[]): EmergencySettings {
  const settings: EmergencySettings = {
    incidentRegistry: undefined,
    systems: new Map(),
    volumes: new Map(),
    playbooks: new Map(),
  };
  const events = suiteInterface("EmergencyController");
  for (const log of logs) {
    const parsed = events.parseLog(log);
    if (parsed !== null) apply(settings, parsed.name, parsed.args);
  }
  return settings;
}

function apply(settings: EmergencySettings, name: string, args: readonly unknown[]): void {
  const [first, second] = args as [string, unknown];
  switch (name) {
    case "IncidentRegistrySet":
      settings.incidentRegistry = getAddress(first);
      return;
    case "SystemAssigned":
      if (second === NO_SYSTEM) settings.systems.delete(getAddress(first));
      else settings.systems.set(getAddress(first), second as string);
      return;
    case "VolumeCapSet":
      settings.volumes.set(first, second as bigint);
      return;
    case "PlaybookSet":
      settings.playbooks.set(first, playbookOf(second as RawPlaybook));
      return;
    case "PlaybookRemoved":
      settings.playbooks.delete(first);
      return;
  }
}

interface RawPlaybook {
  readonly digest: string;
  readonly duration: bigint;
  readonly severity: bigint;
  readonly restrictions: readonly { readonly systemId: string; readonly mode: bigint }[];
}

function playbookOf({ digest, duration, severity, restrictions }: RawPlaybook): PlaybookState {
  return {
    digest,
    duration: Number(duration),
    severity: Number(severity),
    restrictions: restrictions.map(({ systemId, mode }) => ({ systemId, mode: MODES[Number(mode)] ?? "NORMAL" })),
  };
}
