import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { requestTask } from "../support/request-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const incident = {
  name: "incident",
  description: "Label of the incident, for example 2026-11-21-bridge-mismatch, or its id",
  defaultValue: "",
} as const;
const system = {
  name: "system",
  description: "Name of the system in governance.json, or its id",
  defaultValue: "",
} as const;
const reason = {
  name: "reason",
  description: "File that gives the reason; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const until = {
  name: "until",
  description: "Time such as 2026-11-21T15:00:00Z, or a duration from now such as 12h",
  defaultValue: "",
} as const;

export const emergencyTasks: TaskDefinition[] = [
  emptyTask(
    "emergency",
    "Emergency power: restrict, extend, restore, refill, override; each act is a Safe transaction",
  ).build(),
  suiteTask(["emergency", "status"], "Every system: its mode, what follows, budget, overrides; and the reviews owed")
    .setAction(() => import("./status.ts"))
    .build(),
  suiteTask(
    ["emergency", "verify"],
    "What a signer runs before signing: what the bytes do to which systems, and the hashes",
  )
    .addPositionalArgument({
      name: "file",
      description: "Safe transaction file of an emergency task, of bridge tighten or of a key task",
    })
    .setAction(() => import("./verify.ts"))
    .build(),
  requestTask(["emergency", "restrict"], "Writes what the Emergency Council signs to put systems into stricter modes")
    .addOption({
      name: "playbook",
      description: "Label of an approved playbook: one command for all its systems",
      defaultValue: "",
    })
    .addOption(system)
    .addOption({ name: "mode", description: "LIMITED, READ_ONLY or HALTED", defaultValue: "" })
    .addOption({ name: "duration", description: "For how long at most, for example 12h", defaultValue: "12h" })
    .addOption(incident)
    .addOption({
      name: "severity",
      description: "SEV1 or SEV2, of an incident that is not open yet",
      defaultValue: "SEV1",
    })
    .addOption(reason)
    .setAction(() => import("./restrict.ts"))
    .build(),
  requestTask(
    ["emergency", "narrative"],
    "Writes what the Emergency Council signs to say what happened, within 24 hours",
  )
    .addOption(incident)
    .addOption({ name: "file", description: "The narrative; its keccak256 goes on the chain", defaultValue: "" })
    .setAction(() => import("./narrative.ts"))
    .build(),
  requestTask(["emergency", "extend"], "Writes what the Sovereign Authority signs to hold a restricted system longer")
    .addOption(system)
    .addOption({ name: "mode", description: "LIMITED, READ_ONLY or HALTED, no stricter than now", defaultValue: "" })
    .addOption(until)
    .addOption(incident)
    .addOption(reason)
    .setAction(() => import("./extend.ts"))
    .build(),
  requestTask(["emergency", "restore"], "Writes what the Sovereign Authority signs to loosen a system")
    .addOption(system)
    .addOption({ name: "mode", description: "NORMAL or LIMITED", defaultValue: "NORMAL" })
    .addOption(reason)
    .setAction(() => import("./restore.ts"))
    .build(),
  requestTask(
    ["emergency", "refill"],
    "Writes what the Sovereign Authority signs to give the Emergency Council its whole budget on a system again",
  )
    .addOption(system)
    .addOption(reason)
    .setAction(() => import("./refill.ts"))
    .build(),
  requestTask(
    ["emergency", "override"],
    "Writes what is signed to allow one operation of a restricted system, or to end that",
  )
    .addOption(system)
    .addOption({ name: "operation", description: "For example SETTLE or CONVERT_OUT", defaultValue: "" })
    .addOption(until)
    .addOption(incident)
    .addOption({
      name: "evidence",
      description: "File that justifies it; its keccak256 goes on the chain",
      defaultValue: "",
    })
    .addFlag({ name: "end", description: "End it early, as the Emergency Council; give --reason" })
    .addOption(reason)
    .setAction(() => import("./override.ts"))
    .build(),
  suiteTask(["emergency", "playbook"], "Writes the calls of the change that approves a playbook of governance.json")
    .addPositionalArgument({ name: "name", description: "Key of the playbook in governance.json" })
    .addFlag({ name: "dryRun", description: "Show the calls; write nothing" })
    .setAction(() => import("./playbook.ts"))
    .build(),
];
