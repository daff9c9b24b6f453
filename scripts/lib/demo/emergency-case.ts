import type { Signer } from "ethers";

import type { CouncilName } from "#lib/deployment/contracts-record";
import type { SystemEntry } from "#lib/deployment/emergency-schema";
import type { Stage } from "#lib/demo/stage";
import { readSystem, type SystemState } from "#lib/emergency/read-system";
import { playbookId } from "#lib/emergency/system-id";
import { SystemBook, type KnownSystem } from "#lib/emergency/systems";
import { parseLabel, type Label } from "#lib/input/parse-label";

/** The incident that the demonstration lives through: an issuer's key may be in other hands. */
export const INCIDENT = parseLabel("rehearsal-issuer-key");

/** Names of the country's systems. */
export function bookOf({ governance }: Stage): SystemBook {
  return new SystemBook(governance.emergency.systems);
}

/** The playbook of the country. */
export function playbookOf({ governance }: Stage): Label {
  const [playbook] = governance.emergency.playbooks;
  if (playbook === undefined) throw new RangeError("governance.json names no playbook.");
  return { text: playbook.key, id: playbookId(playbook.key) };
}

/** The issuer that can be stopped by itself. */
export function issuerOf(stage: Stage): KnownSystem {
  return systemOf(stage, "issuer");
}

/** The service that all issuers share. */
export function serviceOf(stage: Stage): KnownSystem {
  return systemOf(stage, "service");
}

/** A system at the latest block. */
export async function systemNow(stage: Stage, system: KnownSystem): Promise<SystemState> {
  return readSystem(stage.provider, stage.record, system, await stage.now());
}

/** As many people of a council as it takes, in the order of their seats. */
export function quorumOf(stage: Stage, council: CouncilName): readonly Signer[] {
  return stage.seats(council).slice(0, stage.governance.councils[council].threshold);
}

function systemOf(stage: Stage, kind: SystemEntry["kind"]): KnownSystem {
  const system = bookOf(stage).all.find((candidate) => candidate.kind === kind);
  if (system === undefined) throw new RangeError(`governance.json names no ${kind}.`);
  return system;
}
