import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const kind = { name: "kind", description: "issuer, verifier, rail-member or validator" } as const;
const subject = { name: "subject", description: "Account of the issuer, verifier, member or validator" } as const;
const forSchema = {
  name: "schema",
  description: "Of an issuer: label of the schema, for example residence-permit.v1, or its id",
  defaultValue: "",
} as const;
const forRail = {
  name: "rail",
  description: "Of a rail-member or validator: name of the rail in governance.json, or its id",
  defaultValue: "",
} as const;
const assessment = {
  name: "assessment",
  description: "File that says which requirements there are and how they are met; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const until = {
  name: "until",
  description: "When it ends: a duration such as 365d, or a time with its zone; at most 730d ahead",
  defaultValue: "",
} as const;
const reason = {
  name: "reason",
  description: "File that gives the reason; its keccak256 goes on the chain",
  defaultValue: "",
} as const;
const schema = {
  name: "schema",
  description: "Label of the schema, for example residence-permit.v1, or its id",
} as const;

export const accreditTasks: TaskDefinition[] = [
  emptyTask("accredit", "Issuers, verifiers and members of rails: accredited, suspended, withdrawn; schemas").build(),
  sendingTask(["accredit", "grant"], "Accredits an issuer for a schema, a verifier, or a member of a rail")
    .addPositionalArgument(kind)
    .addPositionalArgument(subject)
    .addOption(forSchema)
    .addOption(forRail)
    .addOption(assessment)
    .addOption(until)
    .setAction(() => import("./grant.ts"))
    .build(),
  sendingTask(["accredit", "renew"], "Sets a new end, on a new assessment, by the schema's version in force")
    .addPositionalArgument(kind)
    .addPositionalArgument(subject)
    .addOption(forSchema)
    .addOption(forRail)
    .addOption(assessment)
    .addOption(until)
    .setAction(() => import("./renew.ts"))
    .build(),
  sendingTask(["accredit", "suspend"], "Stops an accreditation until it is reinstated")
    .addPositionalArgument(kind)
    .addPositionalArgument(subject)
    .addOption(forSchema)
    .addOption(forRail)
    .addOption(reason)
    .setAction(() => import("./suspend.ts"))
    .build(),
  sendingTask(["accredit", "reinstate"], "Ends a suspension; the accreditation's end stays")
    .addPositionalArgument(kind)
    .addPositionalArgument(subject)
    .addOption(forSchema)
    .addOption(forRail)
    .addOption(reason)
    .setAction(() => import("./reinstate.ts"))
    .build(),
  sendingTask(["accredit", "withdraw"], "Ends an accreditation; it comes back on a new assessment only")
    .addPositionalArgument(kind)
    .addPositionalArgument(subject)
    .addOption(forSchema)
    .addOption(forRail)
    .addOption(reason)
    .setAction(() => import("./withdraw.ts"))
    .build(),
  suiteTask(["accredit", "show"], "Shows an accreditation, whether it holds now, and all that was decided of it")
    .addPositionalArgument(kind)
    .addPositionalArgument(subject)
    .addOption(forSchema)
    .addOption(forRail)
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["accredit", "list"], "Lists schemas and accreditations; with --due those that end soon, and ends with 8")
    .addFlag({ name: "due", description: "Only accreditations that stand but are refused, or that end soon" })
    .addOption({ name: "within", description: "What soon means for --due: 30d, 7d, 1d …", defaultValue: "30d" })
    .addFlag({ name: "all", description: "Also accreditations that were withdrawn" })
    .setAction(() => import("./list.ts"))
    .build(),
  sendingTask(["accredit", "publish-schema"], "Publishes the next version of a schema, with its revocation policy")
    .addPositionalArgument(schema)
    .addOption({ name: "document", description: "The schema; its keccak256 goes on the chain", defaultValue: "" })
    .addOption({ name: "policy", description: "When and by whom such credentials are revoked", defaultValue: "" })
    .addOption({ name: "replaces", description: "The version in force; 0 for a new schema", defaultValue: "0" })
    .addOption({
      name: "transition",
      description: "How long issuers judged by the version before may go on, at most 180d (default: not at all)",
      defaultValue: "",
    })
    .addOption({ name: "uri", description: "Where it may be had, if it is published", defaultValue: "" })
    .setAction(() => import("./publish-schema.ts"))
    .build(),
  sendingTask(["accredit", "retire-schema"], "Ends a schema for good: nobody issues by it any more")
    .addPositionalArgument(schema)
    .addOption(reason)
    .setAction(() => import("./retire-schema.ts"))
    .build(),
];
