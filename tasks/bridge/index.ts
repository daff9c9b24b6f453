import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { requestTask } from "../support/request-task.ts";
import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const parameter = {
  name: "parameter",
  description: "OutCapacity, InCapacity, OutWindow, InWindow, ConversionMaximum, ReserveMaxAge or FailureMaximum",
} as const;
const value = {
  name: "value",
  description: "An amount of whole tokens such as 1500.00, a duration such as 24h, or a share such as 4.5%",
  defaultValue: "",
} as const;
const counterparty = {
  name: "counterparty",
  description: "Account whose own limit is meant (default: the whole rail pair's)",
  defaultValue: "",
} as const;

export const bridgeTasks: TaskDefinition[] = [
  emptyTask("bridge", "The bridge between the rails, and what it is limited by").build(),
  suiteTask(["bridge", "show"], "One screen: mode, limits, books, failures, parameters, pending changes")
    .setAction(() => import("./show.ts"))
    .build(),
  requestTask(["bridge", "tighten"], "Writes what the Emergency Council signs to tighten a parameter at once")
    .addPositionalArgument(parameter)
    .addOption(value)
    .addOption(counterparty)
    .addOption({
      name: "reason",
      description: "File that gives the reason; its keccak256 goes on the chain",
      defaultValue: "",
    })
    .setAction(() => import("./tighten.ts"))
    .build(),
  sendingTask(["bridge", "loosen"], "Scaffolds the dossier of the change that loosens a parameter by a step")
    .addPositionalArgument(parameter)
    .addOption(value)
    .addFlag({ name: "toBaseline", description: "Back to what was approved last, in one change" })
    .addOption(counterparty)
    .addOption({
      name: "release",
      description: "Version after the change (default: the parameter's)",
      defaultValue: "",
    })
    .addOption({ name: "uri", description: "Where the documents are published", defaultValue: "" })
    .setAction(() => import("./loosen.ts"))
    .build(),
];
