import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { suiteTask } from "../support/suite-task.ts";

export const evidenceTasks: TaskDefinition[] = [
  emptyTask("evidence", "Exports evidence and verifies it offline").build(),
  suiteTask(["evidence", "export"], "Exports the evidence of this network into a bundle")
    .addPositionalArgument({ name: "target", description: "Folder to make; must not exist, or be empty" })
    .addOption({
      name: "from",
      description: "First block of the period to tell of; proofs always begin at the deployment",
      defaultValue: "",
    })
    .addOption({ name: "to", description: "Anchor block (default: the newest confirmed one)", defaultValue: "" })
    .addOption({
      name: "confirmations",
      description: "Blocks that must follow the anchor, or: finalized",
      defaultValue: "0",
    })
    .addOption({ name: "trust", description: "Trust file at whose anchor the bundle shall end", defaultValue: "" })
    .addOption({ name: "trustOut", description: "Also write a trust file, by the word of this node", defaultValue: "" })
    .addOption({ name: "incident", description: "Only what judges this incident (label or id)", defaultValue: "" })
    .addOption({ name: "attestAccount", description: "Account that states it exported the bundle", defaultValue: "" })
    .setAction(() => import("./export.ts"))
    .build(),
  suiteTask(["evidence", "trust"], "Writes the trust file that this network and other nodes agree upon")
    .addPositionalArgument({ name: "out", description: "File to write; must not exist" })
    .addVariadicArgument({ name: "endpoints", description: "URLs of other nodes, run by other people" })
    .addOption({
      name: "to",
      description: "Anchor block (default: the newest that all count as final)",
      defaultValue: "",
    })
    .addOption({
      name: "confirmations",
      description: "Blocks that must follow the anchor, or the chain's own word: finalized",
      defaultValue: "finalized",
    })
    .setAction(() => import("./trust.ts"))
    .build(),
  suiteTask(["evidence", "verify"], "Verifies a bundle; needs no network")
    .addPositionalArgument({ name: "bundle", description: "Folder of the bundle" })
    .addOption({ name: "trust", description: "Trust file: chain, addresses, code, anchor", defaultValue: "" })
    .addOption({ name: "incident", description: "Incident that it must tell of (label or id)", defaultValue: "" })
    .addOption({ name: "report", description: "Also write a page for people, verdict in front", defaultValue: "" })
    .setAction(() => import("./verify.ts"))
    .build(),
];
