import { suiteInterface } from "#lib/abi/suite-interface";
import type { BreakGlassArtifacts } from "#lib/break-glass/dossier";
import type { Operation } from "#lib/break-glass/operation";
import type { CouncilAct } from "#lib/safe/council-request";

/** The Sovereign Authority schedules an operation, for as soon as its delay allows. */
export function scheduleAct({ target, data }: Operation, title: string): CouncilAct {
  return act("sovereign", "schedule", [target, data, 0], `Schedule by break-glass: ${title}`);
}

/** The Sovereign Authority registers the paperwork of what it has scheduled. */
export function justifyAct({ id }: Operation, artifacts: BreakGlassArtifacts, title: string): CouncilAct {
  return act("sovereign", "justifyBreakGlass", [id, artifacts], `Register the paperwork of: ${title}`);
}

/** The Sovereign Authority executes what it has scheduled. */
export function executeAct({ target, data }: Operation, title: string): CouncilAct {
  return act("sovereign", "execute", [target, data], `Execute by break-glass: ${title}`);
}

/** Who has scheduled an operation, or the Emergency Council, calls it off. */
export function cancelAct(
  council: "emergency" | "sovereign",
  { caller, target, data }: Operation & { readonly caller: string },
  title: string,
): CouncilAct {
  return act(council, "cancel", [caller, target, data], `Call off the break-glass operation: ${title}`);
}

function act(
  council: CouncilAct["council"],
  name: string,
  values: readonly unknown[],
  description: string,
): CouncilAct {
  const data = suiteInterface("RoleRegistry").encodeFunctionData(name, values);
  return { council, contract: "RoleRegistry", data, description };
}
