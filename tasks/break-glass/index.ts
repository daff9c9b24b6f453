import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { requestTask } from "../support/request-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const operation = {
  name: "operation",
  description: "Folder of the operation, its name under break-glass, or the operation's id",
} as const;

export const breakGlassTasks: TaskDefinition[] = [
  emptyTask(
    "break-glass",
    "What the Sovereign Authority does past a broken ChangeManager, in public and after 14 days",
  ).build(),
  suiteTask(["break-glass", "new"], "Scaffolds the folder of an operation: one call, and its paperwork")
    .addOption({ name: "title", description: "What it is, in a few words", defaultValue: "" })
    .addOption({
      name: "call",
      description: "Contract.function(argument, …); $Name stands for the address of a contract",
      defaultValue: "",
    })
    .addOption({
      name: "restore",
      description: "Contract that is to run the implementation which it ran before",
      defaultValue: "",
    })
    .setAction(() => import("./new.ts"))
    .build(),
  suiteTask(["break-glass", "propose"], "Writes what the Sovereign Authority signs: the operation, and its paperwork")
    .addPositionalArgument(operation)
    .addFlag({ name: "dryRun", description: "Show what would be signed, with its hashes; write nothing" })
    .setAction(() => import("./propose.ts"))
    .build(),
  suiteTask(["break-glass", "list"], "Lists every operation that was ever scheduled, and what becomes of it")
    .setAction(() => import("./list.ts"))
    .build(),
  requestTask(["break-glass", "cancel"], "Writes what calls an operation off; the Emergency Council may do so once")
    .addPositionalArgument(operation)
    .addOption({ name: "by", description: "emergency or sovereign", defaultValue: "emergency" })
    .setAction(() => import("./cancel.ts"))
    .build(),
  requestTask(["break-glass", "execute"], "Writes what the Sovereign Authority signs to execute an operation")
    .addPositionalArgument(operation)
    .setAction(() => import("./execute.ts"))
    .build(),
];
