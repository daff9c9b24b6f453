import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const folder = { name: "folder", description: "Folder of the backup, on a medium of its own" } as const;
const series = {
  name: "series",
  description: "What the chain knows these backups by: a label",
  defaultValue: "suite",
} as const;
const identity = {
  name: "identity",
  description: "File with a recipient's secret key, as age-keygen writes it; readable by its owner only",
  defaultValue: "",
} as const;
const trust = {
  name: "trust",
  description: "Trust file from outside the backup: its contracts, and what judges restored bundles",
  defaultValue: "",
} as const;

export const continuityTasks: TaskDefinition[] = [
  emptyTask("continuity", "Backs up what is kept off chain, restores it, and proves that it can be restored").build(),
  suiteTask(
    ["continuity", "key"],
    "Makes a secret key, and FILE.pub with the recipient that belongs to it; needs no network",
  )
    .addPositionalArgument({ name: "file", description: "File to make, on the holder's own machine" })
    .setAction(() => import("./key.ts"))
    .build(),
  sendingTask(["continuity", "backup"], "Encrypts what is new, and records the digest of the manifest on the chain")
    .addPositionalArgument(folder)
    .addOption(series)
    .setAction(() => import("./backup.ts"))
    .build(),
  suiteTask(
    ["continuity", "restore"],
    "Restores a backup into an empty folder; runs gov doctor and evidence verify there",
  )
    .addPositionalArgument(folder)
    .addPositionalArgument({ name: "target", description: "Folder to make; must not exist, or be empty" })
    .addOption(identity)
    .addOption(trust)
    .addOption(series)
    .addOption({ name: "sequence", description: "Number of the backup (default: the newest)", defaultValue: "" })
    .addFlag({ name: "older", description: "Accept a backup that a newer one has overtaken" })
    .addFlag({
      name: "unrecorded",
      description: "Accept a backup that the chain does not know: nothing vouches for it",
    })
    .addFlag({ name: "dryRun", description: "Check everything and write nothing" })
    .setAction(() => import("./restore.ts"))
    .build(),
  sendingTask(
    ["continuity", "drill"],
    "Restores the newest backup into a scratch folder, examines it, records the drill",
  )
    .addPositionalArgument(folder)
    .addOption(identity)
    .addOption(trust)
    .addOption(series)
    .setAction(() => import("./drill.ts"))
    .build(),
];
