import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const key = {
  name: "key",
  description: "Category and name (issuer:office-2026), category and account (operator:0x9DCC…), or the id",
} as const;
const out = {
  name: "out",
  description: "Of a governance key: where to write what the Sovereign Authority signs (default: into the deployment)",
  defaultValue: "",
} as const;
const evidence = {
  name: "evidence",
  description: "File that proves it; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const holder = "The account, or the council, that it is or for which it signs";
const custody = "multisig, hsm, or software by exception, never for a governance key";
const document = {
  name: "document",
  description: "Attestation of the HSM, or approval of the exception for software; a multisig needs none",
  defaultValue: "",
} as const;

export const keyTasks: TaskDefinition[] = [
  emptyTask("key", "Keys of the country's systems: custody, deadlines, compromise, rotation, drills").build(),
  sendingTask(["key", "register"], "Registers a key, as the body that keeps its category")
    .addPositionalArgument(key)
    .addOption({ name: "holder", description: `${holder} (default: the account that the key is)`, defaultValue: "" })
    .addOption({ name: "custody", description: custody, defaultValue: "" })
    .addOption(document)
    .addOption({
      name: "rotation",
      description: "After how long it must be replaced, for example 90d",
      defaultValue: "",
    })
    .addOption(out)
    .setAction(() => import("./register.ts"))
    .build(),
  sendingTask(["key", "rotate"], "Replaces a key by a new one, as the body that keeps its category")
    .addPositionalArgument(key)
    .addOption({ name: "successor", description: "The new key, of the same category", defaultValue: "" })
    .addOption({ name: "holder", description: `${holder} (default: as before, or the new account)`, defaultValue: "" })
    .addOption({ name: "custody", description: `${custody} (default: as before)`, defaultValue: "" })
    .addOption(document)
    .addOption({
      name: "rotation",
      description: "After how long it must be replaced (default: as before)",
      defaultValue: "",
    })
    .addOption(evidence)
    .addOption(out)
    .setAction(() => import("./rotate.ts"))
    .build(),
  sendingTask(
    ["key", "compromise"],
    "Reports that a key may be in other hands: it is blocked at once, save a council's",
  )
    .addPositionalArgument(key)
    .addOption(evidence)
    .addOption({ name: "as", description: "operator or monitor", defaultValue: "operator" })
    .setAction(() => import("./compromise.ts"))
    .build(),
  sendingTask(["key", "drill"], "Records that the recovery of a key was tried, and what came of it")
    .addPositionalArgument(key)
    .addOption(evidence)
    .setAction(() => import("./drill.ts"))
    .build(),
  sendingTask(["key", "retire"], "Takes a key out of use without a successor, as the body that keeps its category")
    .addPositionalArgument(key)
    .addOption({
      name: "reason",
      description: "File that gives the reason; its keccak256 goes on the chain",
      defaultValue: "",
    })
    .addOption(out)
    .setAction(() => import("./retire.ts"))
    .build(),
  suiteTask(["key", "show"], "Shows a key: whether it is usable, which incident waits for it, what replaced it")
    .addPositionalArgument(key)
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["key", "list"], "Lists the keys that are in use; with --due those that are pressing, and ends with 8")
    .addFlag({ name: "due", description: "Only keys that are compromised, overdue, or due soon" })
    .addOption({ name: "within", description: "What soon means for --due: 30d, 7d, 1d …", defaultValue: "30d" })
    .addFlag({ name: "all", description: "Also keys that were replaced or retired" })
    .setAction(() => import("./list.ts"))
    .build(),
];
