import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { suiteTask } from "../support/suite-task.ts";

export const monitorTasks: TaskDefinition[] = [
  emptyTask("monitor", "What monitoring sees, and puts its name to").build(),
  suiteTask(["monitor", "serve"], "Watches chain, nodes and endpoints, and serves it to Prometheus")
    .addOption({
      name: "listen",
      description: "Host and port; outside of this machine only behind something that knows who asks",
      defaultValue: "127.0.0.1:9464",
    })
    .addOption({
      name: "monitoring",
      description: "What is watched (default: monitoring.json of the deployment)",
      defaultValue: "",
    })
    .addOption({
      name: "checkpoint",
      description: "Where counting stopped (default: monitoring/checkpoint.json of the deployment)",
      defaultValue: "",
    })
    .setAction(() => import("./serve.ts"))
    .build(),
  suiteTask(["monitor", "snapshot"], "Writes a bridge's metrics at a block; their digest is what is acknowledged")
    .addOption({
      name: "block",
      description: "Number of a block, or latest-confirmed",
      defaultValue: "latest-confirmed",
    })
    .addOption({
      name: "confirmations",
      description: "How many blocks lie on top of what counts as confirmed",
      defaultValue: "5",
    })
    .addOption({
      name: "out",
      description: "Where to write it (default: monitoring/snapshot-<block>.json of the deployment)",
      defaultValue: "",
    })
    .setAction(() => import("./snapshot.ts"))
    .build(),
];
