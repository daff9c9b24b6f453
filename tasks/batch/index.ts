import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { suiteTask } from "../support/suite-task.ts";

const folder = { name: "batch", description: "Folder of the batch" } as const;
const row = { name: "row", description: "Index of the row, from 0", defaultValue: "" } as const;

export const batchTasks: TaskDefinition[] = [
  emptyTask("batch", "Batches of payments: built, proven").build(),
  suiteTask(["batch", "build"], "Makes a batch of a payout file: pseudonyms, manifest, Merkle tree; needs no network")
    .addPositionalArgument({ name: "payout", description: "Payout file, .csv or .ndjson, with national identifiers" })
    .addOption({ name: "rules", description: "Rule set of the programme", defaultValue: "" })
    .addOption({ name: "period", description: "Number of the period, from 1", defaultValue: "" })
    .addOption({ name: "rows", description: "Control: how many rows the file has", defaultValue: "" })
    .addOption({ name: "total", description: "Control: sum of all amounts, in their unit", defaultValue: "" })
    .addOption({ name: "name", description: "Name of the batch", defaultValue: "" })
    .addOption({ name: "secret", description: "Configuration variable with the programme's secret", defaultValue: "" })
    .addOption({ name: "secretFile", description: "Or a file with it that only you can read", defaultValue: "" })
    .setAction(() => import("./build.ts"))
    .build(),
  suiteTask(["batch", "prove"], "Lays one row of a batch open, with its proof, and no other; needs no network")
    .addPositionalArgument(folder)
    .addOption(row)
    .addOption({ name: "out", description: "Where to write the disclosed row", defaultValue: "" })
    .setAction(() => import("./prove.ts"))
    .build(),
  suiteTask(["batch", "verify"], "Verifies a disclosed row against a root; needs no network")
    .addPositionalArgument({ name: "file", description: "The disclosed row" })
    .addOption({ name: "root", description: "Root of the batch, from the chain", defaultValue: "" })
    .setAction(() => import("./verify.ts"))
    .build(),
];
