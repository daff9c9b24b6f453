import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const kind = {
  name: "kind",
  description: "Runbook, OnCallRoster, EscalationPath, ServiceLevels, CommunicationPlan, Playbook, Backup, …",
} as const;
const subject = {
  name: "subject",
  description: "What the document is about: a label, or an id",
  defaultValue: "suite",
} as const;

export const operationsTasks: TaskDefinition[] = [
  emptyTask("operations", "Documents that people work by, with their digests on the chain").build(),
  sendingTask(["operations", "record"], "Puts a document in force by its digest")
    .addPositionalArgument(kind)
    .addPositionalArgument({ name: "file", description: "The document; of a backup, its manifest" })
    .addOption(subject)
    .addOption({ name: "uri", description: "Where it may be had", defaultValue: "" })
    .setAction(() => import("./record.ts"))
    .build(),
  suiteTask(["operations", "show"], "Shows the document in force and those before it; checks a file against it")
    .addPositionalArgument(kind)
    .addOption(subject)
    .addOption({ name: "file", description: "Refuse this file unless it is the document in force", defaultValue: "" })
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["operations", "on-call"], "Says who is on call, by the roster in force")
    .addOption({
      name: "at",
      description: "Time such as 2026-11-21T03:00:00Z (default: now, by this machine)",
      defaultValue: "",
    })
    .addOption(subject)
    .addOption({
      name: "roster",
      description: "The roster (default: operations/on-call.json of the deployment)",
      defaultValue: "",
    })
    .setAction(() => import("./on-call.ts"))
    .build(),
];
