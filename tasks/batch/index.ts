import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { requestTask } from "../support/request-task.ts";
import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const folder = { name: "batch", description: "Folder of the batch" } as const;
const batch = { name: "batch", description: "Folder of the batch, or its id on the chain" } as const;
const row = { name: "row", description: "Index of the row, from 0", defaultValue: "" } as const;
const reason = {
  name: "reason",
  description: "File that gives the reason; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const reference = {
  name: "reference",
  description: "Reference of the payment on the rail: a label, or an id",
  defaultValue: "",
} as const;
const decision = [
  { name: "outcome", description: "upheld (not paid) or dismissed (may be paid)", defaultValue: "" },
  { name: "decision", description: "File with the decision", defaultValue: "" },
] as const;

export const batchTasks: TaskDefinition[] = [
  emptyTask("batch", "Batches of payments, from the payout file to the reconciliation").build(),
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
  sendingTask(["batch", "submit"], "Submits a batch; within the day's threshold it is authorised at once")
    .addPositionalArgument(folder)
    .setAction(() => import("./submit.ts"))
    .build(),
  requestTask(["batch", "authorise"], "Writes what the Program Authority signs to authorise a large batch")
    .addPositionalArgument(folder)
    .setAction(() => import("./authorise.ts"))
    .build(),
  sendingTask(["batch", "reject"], "Refuses a pending batch")
    .addPositionalArgument(batch)
    .addOption(reason)
    .setAction(() => import("./reject.ts"))
    .build(),
  sendingTask(["batch", "settle"], "Records a payment on the rail; a reference counts once")
    .addPositionalArgument(batch)
    .addOption(reference)
    .addOption({ name: "amount", description: "In the smallest unit of the currency", defaultValue: "" })
    .addOption({ name: "rows", description: "How many rows are complete with it", defaultValue: "" })
    .setAction(() => import("./settle.ts"))
    .build(),
  sendingTask(["batch", "reverse"], "Takes a payment back that came back or was never made")
    .addPositionalArgument(batch)
    .addOption(reference)
    .addOption(reason)
    .setAction(() => import("./reverse.ts"))
    .build(),
  sendingTask(["batch", "exception"], "Sets the amount of a row aside that cannot or must not be paid")
    .addPositionalArgument(folder)
    .addOption(row)
    .addOption(reason)
    .setAction(() => import("./exception.ts"))
    .build(),
  sendingTask(["batch", "finding"], "An auditor's objection to a row; the batch does not close while it is open")
    .addPositionalArgument(folder)
    .addOption(row)
    .addFlag({ name: "paid", description: "The row was paid" })
    .addOption(reason)
    .setAction(() => import("./finding.ts"))
    .build(),
  sendingTask(["batch", "dispute"], "Contests an open exception that another entity raised")
    .addPositionalArgument(batch)
    .addOption(row)
    .addOption({ name: "evidence", description: "File with the evidence", defaultValue: "" })
    .setAction(() => import("./dispute.ts"))
    .build(),
  sendingTask(["batch", "resolve"], "Decides an exception, as an entity that has no part in it")
    .addPositionalArgument(batch)
    .addOption(row)
    .addOption(decision[0])
    .addOption(decision[1])
    .setAction(() => import("./resolve.ts"))
    .build(),
  requestTask(["batch", "overrule"], "Writes what the Sovereign Authority signs to decide an exception")
    .addPositionalArgument(batch)
    .addOption(row)
    .addOption(decision[0])
    .addOption(decision[1])
    .setAction(() => import("./overrule.ts"))
    .build(),
  sendingTask(["batch", "withdraw-finding"], "Takes an own finding back")
    .addPositionalArgument(batch)
    .addOption(row)
    .addOption(reason)
    .setAction(() => import("./withdraw-finding.ts"))
    .build(),
  sendingTask(["batch", "reconcile"], "Recomputes what became of a batch, and closes it if nothing is outstanding")
    .addPositionalArgument(folder)
    .setAction(() => import("./reconcile.ts"))
    .build(),
  requestTask(["batch", "write-off"], "As reconcile; writes what the Program Authority signs to give up a residual")
    .addPositionalArgument(folder)
    .setAction(() => import("./write-off.ts"))
    .build(),
  suiteTask(["batch", "show"], "Shows what became of a batch, from the chain")
    .addPositionalArgument(batch)
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["batch", "list"], "Lists the batches of a programme")
    .addPositionalArgument({ name: "program", description: "Label of the programme, or its id" })
    .setAction(() => import("./list.ts"))
    .build(),
];
