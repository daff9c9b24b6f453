import type { Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { Restriction } from "#lib/emergency/acts";
import { modeAt } from "#lib/emergency/mode";
import { OPERATIONS } from "#lib/emergency/system-modes";
import type { SystemBook } from "#lib/emergency/systems";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** A council's act, decoded from its bytes and from nothing else. */
export interface DecodedAct {
  readonly name: string;
  /** One sentence without names that the bytes do not hold: incidents and playbooks are ids. */
  readonly text: string;
  /** What `restrict` spells out; empty for other acts. */
  readonly restrictions: readonly Restriction[];
  /** Seconds; zero for acts other than `restrict`. */
  readonly duration: number;
  /** Of `invokePlaybook`. */
  readonly playbookId: string | undefined;
}

/** Says in words what the data of a call to the EmergencyController does. Undefined for what is no council's act. */
export function decodeAct(data: string, book: SystemBook): DecodedAct | undefined {
  const abi = suiteInterface("EmergencyController");
  const parsed = abi.parseTransaction({ data });
  // Bytes that the function does not read would be signed and not shown.
  if (parsed === null || abi.encodeFunctionData(parsed.fragment, parsed.args) !== data.toLowerCase()) return undefined;
  const { name, args } = parsed;
  const restrictions = name === "restrict" ? restrictionsOf(args, book) : [];
  const text = describe(name, args, restrictions, book);
  if (text === undefined) return undefined;
  return {
    name,
    text,
    restrictions,
    duration: name === "restrict" ? Number(args["duration"]) : 0,
    playbookId: name === "invokePlaybook" ? String(args["playbookId"]) : undefined,
  };
}

function describe(
  name: string,
  args: Result,
  restrictions: readonly Restriction[],
  book: SystemBook,
): string | undefined {
  const field = (field: string): string => String(args[field]);
  const system = (): string => book.named(field("systemId")).name;
  const mode = (): string => modeAt(args["mode"] as bigint);
  const operation = (): string => OPERATIONS[Number(args["operation"])] ?? "?";
  const until = (): string => isoTime(Number(args["until"]));
  switch (name) {
    case "restrict": {
      const what = restrictions.map((restriction) => `${restriction.system.name} to ${restriction.mode}`).join(", ");
      const length = showDuration(Number(args["duration"]));
      return `restrict ${what} for at most ${length}, SEV${field("severity")}, incident ${field("incidentId")}`;
    }
    case "invokePlaybook":
      return `invoke playbook ${field("playbookId")}, incident ${field("incidentId")}`;
    case "fileNarrative":
      return `file the narrative ${field("narrativeDigest")} of incident ${field("incidentId")}`;
    case "endOverride":
      return `end the override of ${operation()} on ${system()}`;
    case "extend":
      return `hold ${system()} in ${mode()} until ${until()}, incident ${field("incidentId")}`;
    case "restore":
      return `restore ${system()} to ${mode()}`;
    case "refillBudget":
      return `give the Emergency Council its whole budget on ${system()} again`;
    case "grantOverride":
      return `allow ${operation()} on ${system()} until ${until()}, incident ${field("incidentId")}`;
    default:
      return undefined;
  }
}

function restrictionsOf(args: Result, book: SystemBook): Restriction[] {
  return (args["restrictions"] as Result).toArray().map((restriction: Result) => ({
    system: book.named(String(restriction["systemId"])),
    mode: modeAt(restriction["mode"] as bigint),
  }));
}
