import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { requestTask } from "../support/request-task.ts";
import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const program = {
  name: "program",
  description: "Label of the programme, for example child-benefit, or its id",
} as const;
const entity = { name: "entity", description: "Key of the entity in governance.json, or its number" } as const;
const rules = { name: "rules", description: "File of the rule set" } as const;
const reason = {
  name: "reason",
  description: "File that gives the reason; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const decision = { name: "decision", description: "File with the decision", defaultValue: "" } as const;
const approval = { name: "approval", description: "File with the approval", defaultValue: "" } as const;
const participants = { name: "participants", description: "The most rows in a period", defaultValue: "" } as const;
const amount = {
  name: "amount",
  description: "The most in a period, in the smallest unit of the currency",
  defaultValue: "",
} as const;

export const programTasks: TaskDefinition[] = [
  emptyTask("program", "Programmes: their rules, phases, budgets and who distributes for them").build(),
  requestTask(["program", "register"], "Writes what the Sovereign Authority signs to register a programme")
    .addPositionalArgument(rules)
    .addOption({ ...entity, name: "authority", defaultValue: "" })
    .addOption({ name: "privacy", description: "public or private", defaultValue: "" })
    .addOption({ name: "metadata", description: "File that describes the programme", defaultValue: "" })
    .addOption({ name: "legal", description: "File with the legal approval", defaultValue: "" })
    .setAction(() => import("./register.ts"))
    .build(),
  requestTask(["program", "publish"], "Shows what new rules change, and writes what the Program Authority signs")
    .addPositionalArgument(rules)
    .addOption({ name: "uri", description: "Where the rules may be had", defaultValue: "" })
    .setAction(() => import("./publish.ts"))
    .build(),
  sendingTask(["program", "record"], "Records a paper of a programme by its digest")
    .addPositionalArgument(program)
    .addPositionalArgument({ name: "paper", description: "Metadata, LegalApproval, StakeholderMap, ServiceLevels, …" })
    .addPositionalArgument({ name: "file", description: "The paper" })
    .setAction(() => import("./record.ts"))
    .build(),
  requestTask(["program", "authorise"], "Writes what the Program Authority signs to let an entity distribute")
    .addPositionalArgument(program)
    .addPositionalArgument(entity)
    .addOption(approval)
    .setAction(() => import("./authorise.ts"))
    .build(),
  sendingTask(["program", "withdraw"], "Takes it back from an entity, in every mode")
    .addPositionalArgument(program)
    .addPositionalArgument(entity)
    .addOption(reason)
    .setAction(() => import("./withdraw.ts"))
    .build(),
  requestTask(["program", "advance"], "Lists what the next phase lacks, or writes what the Sovereign Authority signs")
    .addPositionalArgument(program)
    .addOption({ name: "to", description: "Pilot, Expansion or FullIntegration", defaultValue: "" })
    .addOption(participants)
    .addOption(amount)
    .addOption(decision)
    .setAction(() => import("./advance.ts"))
    .build(),
  requestTask(["program", "caps"], "Writes what the Sovereign Authority signs to set the caps of the present phase")
    .addPositionalArgument(program)
    .addOption(participants)
    .addOption(amount)
    .addOption(decision)
    .setAction(() => import("./caps.ts"))
    .build(),
  requestTask(["program", "budget"], "Writes what the Sovereign Authority signs to set a budget")
    .addPositionalArgument(program)
    .addPositionalArgument({ name: "budget", description: "In the smallest unit of the currency" })
    .addOption(approval)
    .setAction(() => import("./budget.ts"))
    .build(),
  requestTask(["program", "threshold"], "Writes what the Program Authority signs to let small batches pass without it")
    .addPositionalArgument(program)
    .addPositionalArgument({ name: "perDay", description: "Sum of a day's batches, in the smallest unit" })
    .setAction(() => import("./threshold.ts"))
    .build(),
  requestTask(["program", "close"], "Writes what the Sovereign Authority signs to end a programme")
    .addPositionalArgument(program)
    .addOption(reason)
    .setAction(() => import("./close.ts"))
    .build(),
  suiteTask(["program", "verify"], "For signers: says in words what a file about a programme or a batch asks for")
    .addPositionalArgument({ name: "file", description: "The file that is to be signed" })
    .addOption({ name: "batch", description: "Folder of the batch that it authorises", defaultValue: "" })
    .addOption({ ...rules, defaultValue: "" })
    .setAction(() => import("./verify.ts"))
    .build(),
  suiteTask(["program", "show"], "One screen: phase, rules, caps, budget, volumes, what the next phase lacks")
    .addPositionalArgument(program)
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["program", "list"], "Lists programmes")
    .setAction(() => import("./list.ts"))
    .build(),
];
