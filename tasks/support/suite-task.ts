import type { ArgumentType } from "hardhat/types/arguments";
import type { ExtendTaskArguments, NewTaskDefinitionBuilder, TaskArguments } from "hardhat/types/tasks";

import { task } from "hardhat/config";

type SuiteTaskBuilder = NewTaskDefinitionBuilder<
  ExtendTaskArguments<"deployment", ArgumentType.STRING, ExtendTaskArguments<"json", ArgumentType.FLAG, TaskArguments>>
>;

/**
 * Begins the declaration of a task with what all tasks of the suite accept: `--json` and `--deployment FOLDER`.
 *
 * @example
 * suiteTask(["change", "show"], "Shows a change")
 *   .addPositionalArgument({ name: "id" })
 *   .setAction(() => import("./show.ts"))
 *   .build();
 */
export function suiteTask(id: string | string[], description: string): SuiteTaskBuilder {
  return task(id, description).addFlag({ name: "json", description: "Print one JSON document on stdout" }).addOption({
    name: "deployment",
    description: "Folder of the deployment (default: deployments/<network>)",
    defaultValue: "",
  });
}
