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
  suiteTask(["operations", "show"], "Prints the document in force once its digest is checked; says which were before")
    .addPositionalArgument(kind)
    .addOption(subject)
    .addOption({
      name: "file",
      description: "Refuse this file unless it is the document in force (default: found in operations/)",
      defaultValue: "",
    })
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
  suiteTask(["operations", "list"], "Lists every document in force; checks the files of a folder against them")
    .addOption({
      name: "folder",
      description: "Folder with the documents: each that is changed or outdated is named with both digests",
      defaultValue: "",
    })
    .setAction(() => import("./list.ts"))
    .build(),
  suiteTask(
    ["operations", "releases"],
    "Lists components: what they run, when they may be released next, and all releases",
  )
    .setAction(() => import("./releases.ts"))
    .build(),
  emptyTask(
    ["operations", "window"],
    "Maintenance windows: times that were announced for work on running systems",
  ).build(),
  sendingTask(["operations", "window", "announce"], "Announces a maintenance window of 15 minutes to 72 hours")
    .addOption({
      name: "from",
      description: "Time such as 2026-12-01T22:00:00Z, or a duration from now",
      defaultValue: "",
    })
    .addOption({ name: "length", description: "For how long, for example 4h", defaultValue: "" })
    .addOption({ name: "notice", description: "File that says what is done and who is told", defaultValue: "" })
    .setAction(() => import("./window/announce.ts"))
    .build(),
  sendingTask(["operations", "window", "withdraw"], "Withdraws a maintenance window that has not begun")
    .addPositionalArgument({ name: "window", description: "Its number" })
    .setAction(() => import("./window/withdraw.ts"))
    .build(),
  suiteTask(["operations", "window", "list"], "Lists maintenance windows: ahead, open, past and withdrawn")
    .setAction(() => import("./window/list.ts"))
    .build(),
];
