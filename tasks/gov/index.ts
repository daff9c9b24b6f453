import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { suiteTask } from "../support/suite-task.ts";

export const govTasks: TaskDefinition[] = [
  emptyTask("gov", "Deploys the governance of a network and watches over it").build(),
  suiteTask(["gov", "deploy"], "Deploys the suite that governance.json describes; goes on where an earlier run stopped")
    .addFlag({ name: "dryRun", description: "Show what would be sent, send nothing" })
    .addOption({
      name: "confirmations",
      description: "Blocks to wait for after each transaction (default: 1 on a chain that mines on demand, else 5)",
      defaultValue: "",
    })
    .setAction(() => import("./deploy.ts"))
    .build(),
  suiteTask(["gov", "plan"], "Shows where governance.json and the chain differ")
    .setAction(() => import("./plan.ts"))
    .build(),
  suiteTask(["gov", "status"], "Shows councils, quorums, mandates and waiting changes")
    .addFlag({ name: "refresh", description: "Bring contracts.json up to date with the code that runs" })
    .setAction(() => import("./status.ts"))
    .build(),
  suiteTask(["gov", "doctor"], "Checks that the chain is what the suite promises")
    .setAction(() => import("./doctor.ts"))
    .build(),
];
