import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const dossier = { name: "dossier", description: "Folder of the change, or its name under changes/" } as const;
const change = { name: "change", description: "Dossier or id of the change" } as const;

export const changeTasks: TaskDefinition[] = [
  emptyTask("change", "Governed changes, from their paperwork to their rollback").build(),
  sendingTask(
    ["change", "new"],
    "Scaffolds the dossier of a change; with --upgrade, validates and deploys the implementation",
  )
    .addOption({
      name: "class",
      description: "DocOnly, ConfigOnly, RoutineUpgrade, HighRiskUpgrade, BridgeParameter",
      defaultValue: "",
    })
    .addOption({ name: "title", description: "What the change is called", defaultValue: "" })
    .addOption({ name: "release", description: "Version after the change, for example 1.4.0", defaultValue: "" })
    .addOption({ name: "uri", description: "Where the documents are published", defaultValue: "" })
    .addOption({ name: "call", description: "Call as Contract.function(arguments)", defaultValue: "" })
    .addOption({ name: "rollbackCall", description: "Call that undoes it", defaultValue: "" })
    .addOption({ name: "from", description: "JSON file with lists calls and rollback", defaultValue: "" })
    .addOption({
      name: "upgrade",
      description: "Name of the contract that becomes the implementation",
      defaultValue: "",
    })
    .addOption({ name: "proxy", description: "Contract of the deployment that is upgraded", defaultValue: "" })
    .addOption({
      name: "reference",
      description: "Compiled contract that runs now (default: the name of the proxy)",
      defaultValue: "",
    })
    .addOption({
      name: "constructorArgs",
      description: "JSON list of the implementation's constructor arguments",
      defaultValue: "",
    })
    .addFlag({ name: "irreversible", description: "Declare that no call can undo the change" })
    .setAction(() => import("./new.ts"))
    .build(),
  suiteTask(["change", "check"], "Checks a dossier, simulates it, and writes its report")
    .addPositionalArgument(dossier)
    .addOption({ name: "executor", description: "Account to simulate the execution with", defaultValue: "" })
    .setAction(() => import("./check.ts"))
    .build(),
  sendingTask(["change", "propose"], "Puts a checked dossier on the chain and writes what councils sign")
    .addPositionalArgument(dossier)
    .addOption({
      name: "validFor",
      description: "How long the approval may be executed, for example 72h",
      defaultValue: "7d",
    })
    .setAction(() => import("./propose.ts"))
    .build(),
  suiteTask(["change", "approve"], "Writes what the approving councils sign, at their Safes' present nonces")
    .addPositionalArgument(dossier)
    .addOption({
      name: "validFor",
      description: "How long the approval may be executed, for example 72h",
      defaultValue: "7d",
    })
    .setAction(() => import("./approve.ts"))
    .build(),
  suiteTask(
    ["change", "verify"],
    "What a signer runs before signing: rebuilds the change from the chain, shows the hashes",
  )
    .addPositionalArgument(change)
    .addOption({
      name: "safe",
      description: "Only this council: technical, governance, emergency, sovereign",
      defaultValue: "",
    })
    .addOption({
      name: "request",
      description: "File that is to be signed, when there is no dossier; give --safe with it",
      defaultValue: "",
    })
    .setAction(() => import("./verify.ts"))
    .build(),
  suiteTask(["change", "show"], "Shows a change and its history, from the chain alone")
    .addPositionalArgument(change)
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["change", "list"], "Lists changes: those on the chain and the dossiers that are not")
    .setAction(() => import("./list.ts"))
    .build(),
  sendingTask(["change", "acknowledge"], "Says as monitoring that it looked and saw no reason against a change")
    .addPositionalArgument(change)
    .addOption({ name: "snapshot", description: "What monitor snapshot wrote: what was seen", defaultValue: "" })
    .setAction(() => import("./acknowledge.ts"))
    .build(),
  sendingTask(["change", "object"], "Kills as monitoring a change that needs its acknowledgement")
    .addPositionalArgument(change)
    .addOption({
      name: "reason",
      description: "File that gives the reason; its keccak256 goes on the chain",
      defaultValue: "",
    })
    .setAction(() => import("./object.ts"))
    .build(),
  sendingTask(["change", "execute"], "Executes a change that is ready")
    .addPositionalArgument(change)
    .addOption({
      name: "window",
      description: "Id of the maintenance window, when the policy asks for one",
      defaultValue: "0",
    })
    .setAction(() => import("./execute.ts"))
    .build(),
  suiteTask(["change", "veto"], "Writes what a council signs to veto a change, or to withdraw its approval")
    .addPositionalArgument(change)
    .addOption({ name: "safe", description: "Council: technical, governance, emergency, sovereign", defaultValue: "" })
    .addOption({
      name: "reason",
      description: "File that gives the reason; its keccak256 goes on the chain",
      defaultValue: "",
    })
    .addOption({ name: "out", description: "Where to write it (default: into the dossier)", defaultValue: "" })
    .setAction(() => import("./veto.ts"))
    .build(),
  suiteTask(["change", "rollback"], "Writes what a council signs to roll a change back")
    .addPositionalArgument(change)
    .addOption({ name: "safe", description: "Council: technical, governance, emergency", defaultValue: "" })
    .addOption({
      name: "reason",
      description: "File that gives the reason; its keccak256 goes on the chain",
      defaultValue: "",
    })
    .addOption({ name: "out", description: "Where to write it (default: into the dossier)", defaultValue: "" })
    .setAction(() => import("./rollback.ts"))
    .build(),
];
