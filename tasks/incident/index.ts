import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const incident = {
  name: "incident",
  description: "Label of the incident, for example 2026-11-21-bridge-mismatch, or its id",
} as const;
const reason = {
  name: "reason",
  description: "File that gives the reason; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const postmortem = {
  name: "file",
  description: "The postmortem (default: incidents/<label>/postmortem.md of the deployment)",
  defaultValue: "",
} as const;

export const incidentTasks: TaskDefinition[] = [
  emptyTask("incident", "Incidents, from their opening to the acceptance of their review").build(),
  sendingTask(["incident", "open"], "Opens an incident")
    .addPositionalArgument(incident)
    .addOption({ name: "severity", description: "SEV1, SEV2, SEV3 or SEV4", defaultValue: "" })
    .addOption({ name: "report", description: "File that says what was seen", defaultValue: "" })
    .addOption({ name: "as", description: "operator or monitor", defaultValue: "operator" })
    .setAction(() => import("./open.ts"))
    .build(),
  sendingTask(["incident", "acknowledge"], "Takes responsibility for an incident, for the entity of the account")
    .addPositionalArgument(incident)
    .setAction(() => import("./acknowledge.ts"))
    .build(),
  sendingTask(["incident", "register"], "Tells the registry of a restriction's incident that it did not take")
    .addPositionalArgument(incident)
    .setAction(() => import("./register.ts"))
    .build(),
  sendingTask(["incident", "severity"], "Changes the severity: an operator raises it, an auditor lowers it")
    .addPositionalArgument(incident)
    .addOption({ name: "to", description: "SEV1, SEV2, SEV3 or SEV4", defaultValue: "" })
    .addOption(reason)
    .setAction(() => import("./severity.ts"))
    .build(),
  sendingTask(["incident", "reassign"], "Makes another entity responsible, as an auditor of neither")
    .addPositionalArgument(incident)
    .addOption({ name: "entity", description: "Key of the entity in governance.json, or its number", defaultValue: "" })
    .addOption(reason)
    .setAction(() => import("./reassign.ts"))
    .build(),
  sendingTask(["incident", "mitigate"], "Says that the harm has stopped")
    .addPositionalArgument(incident)
    .addOption({ name: "note", description: "File that says how", defaultValue: "" })
    .setAction(() => import("./mitigate.ts"))
    .build(),
  sendingTask(["incident", "resolve"], "Says that the cause is gone; every key that was named must be rotated")
    .addPositionalArgument(incident)
    .addOption({ name: "note", description: "File that says how", defaultValue: "" })
    .setAction(() => import("./resolve.ts"))
    .build(),
  sendingTask(["incident", "statement"], "Puts the digest of a statement on the chain")
    .addPositionalArgument(incident)
    .addOption({ name: "audience", description: "internal or public", defaultValue: "" })
    .addOption({ name: "file", description: "The statement as it was sent out", defaultValue: "" })
    .setAction(() => import("./statement.ts"))
    .build(),
  sendingTask(["incident", "name-key"], "Names a key that the incident exposed")
    .addPositionalArgument(incident)
    .addOption({
      name: "key",
      description: "Category and name of the key, such as issuer:office-2026, or its id",
      defaultValue: "",
    })
    .setAction(() => import("./name-key.ts"))
    .build(),
  sendingTask(["incident", "review"], "Scaffolds the postmortem; when nothing is left to fill in, files its digest")
    .addPositionalArgument(incident)
    .addFlag({ name: "interim", description: "File it as an interim review" })
    .addFlag({ name: "refresh", description: "Only bring the facts from the chain up to date" })
    .addOption(postmortem)
    .setAction(() => import("./review.ts"))
    .build(),
  sendingTask(["incident", "accept"], "Accepts the review that is filed, if it is the one at hand")
    .addPositionalArgument(incident)
    .addOption({ name: "opinion", description: "File with the auditor's opinion", defaultValue: "" })
    .addOption(postmortem)
    .setAction(() => import("./accept.ts"))
    .build(),
  sendingTask(["incident", "reject"], "Returns the review that is filed, if it is the one at hand")
    .addPositionalArgument(incident)
    .addOption({ name: "reason", description: "File with the auditor's reasons", defaultValue: "" })
    .addOption(postmortem)
    .setAction(() => import("./reject.ts"))
    .build(),
  suiteTask(["incident", "list"], "Lists incidents with their service-level clocks and breaches")
    .setAction(() => import("./list.ts"))
    .build(),
  suiteTask(["incident", "show"], "Shows an incident's whole story, from the chain alone")
    .addPositionalArgument(incident)
    .setAction(() => import("./show.ts"))
    .build(),
];
