import { suiteInterface } from "#lib/abi/suite-interface";
import { MODES, OPERATIONS, type ModeName, type OperationName } from "#lib/emergency/system-modes";
import type { KnownSystem } from "#lib/emergency/systems";
import type { Label } from "#lib/input/parse-label";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";
import type { CouncilAct } from "#lib/safe/council-request";

/** A system and the mode that it is to be put in. */
export interface Restriction {
  readonly system: KnownSystem;
  readonly mode: ModeName;
}

/** The Emergency Council puts systems into stricter modes. */
export function restrictAct({
  restrictions,
  duration,
  incident,
  severity,
  reasonDigest,
}: {
  readonly restrictions: readonly Restriction[];
  readonly duration: number;
  readonly incident: Label;
  readonly severity: number;
  readonly reasonDigest: string;
}): CouncilAct {
  const pairs = restrictions.map(({ system, mode }) => [system.id, MODES.indexOf(mode)]);
  const what = restrictions.map(({ system, mode }) => `${system.name} to ${mode}`).join(", ");
  return act(
    "emergency",
    "restrict",
    [pairs, duration, incident.id, severity, reasonDigest],
    `Restrict ${what} for at most ${showDuration(duration)}; incident ${incident.text}, SEV${String(severity)}`,
  );
}

/** The Emergency Council does what an approved playbook says. */
export function playbookAct(playbook: Label, incident: Label): CouncilAct {
  return act(
    "emergency",
    "invokePlaybook",
    [playbook.id, incident.id],
    `Invoke playbook ${playbook.text}; incident ${incident.text}`,
  );
}

/** The Emergency Council says what happened, after a restriction by playbook. */
export function narrativeAct(incident: Label, narrativeDigest: string): CouncilAct {
  return act(
    "emergency",
    "fileNarrative",
    [incident.id, narrativeDigest],
    `File the narrative ${narrativeDigest} of incident ${incident.text}`,
  );
}

/** The Emergency Council ends an override before its time. */
export function endOverrideAct(system: KnownSystem, operation: OperationName, reasonDigest: string): CouncilAct {
  return act(
    "emergency",
    "endOverride",
    [system.id, OPERATIONS.indexOf(operation), reasonDigest],
    `End the override of ${operation} on ${system.name}`,
  );
}

/** The Sovereign Authority holds a restricted system for longer. */
export function extendAct({
  system,
  mode,
  until,
  incident,
  reasonDigest,
}: Restriction & { readonly until: number; readonly incident: Label; readonly reasonDigest: string }): CouncilAct {
  return act(
    "sovereign",
    "extend",
    [system.id, MODES.indexOf(mode), until, incident.id, reasonDigest],
    `Hold ${system.name} in ${mode} until ${isoTime(until)}; incident ${incident.text}`,
  );
}

/** The Sovereign Authority loosens a system. */
export function restoreAct({
  system,
  mode,
  reasonDigest,
}: Restriction & { readonly reasonDigest: string }): CouncilAct {
  return act(
    "sovereign",
    "restore",
    [system.id, MODES.indexOf(mode), reasonDigest],
    `Restore ${system.name} to ${mode}`,
  );
}

/** The Sovereign Authority gives the Emergency Council its whole budget on a system again. */
export function refillAct(system: KnownSystem, reasonDigest: string): CouncilAct {
  return act("sovereign", "refillBudget", [system.id, reasonDigest], `Refill the budget of ${system.name}`);
}

/** The Sovereign Authority allows one operation of a restricted system. */
export function overrideAct({
  system,
  operation,
  until,
  incident,
  evidenceDigest,
}: {
  readonly system: KnownSystem;
  readonly operation: OperationName;
  readonly until: number;
  readonly incident: Label;
  readonly evidenceDigest: string;
}): CouncilAct {
  return act(
    "sovereign",
    "grantOverride",
    [system.id, OPERATIONS.indexOf(operation), until, incident.id, evidenceDigest],
    `Allow ${operation} on ${system.name} until ${isoTime(until)}; incident ${incident.text}`,
  );
}

function act(
  council: CouncilAct["council"],
  name: string,
  values: readonly unknown[],
  description: string,
): CouncilAct {
  const data = suiteInterface("EmergencyController").encodeFunctionData(name, values);
  return { council, contract: "EmergencyController", data, description };
}
