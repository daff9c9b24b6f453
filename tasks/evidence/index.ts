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
    .addOption({ name: "program", description: "Only what judges this programme (label or id)", defaultValue: "" })
    .addOption({
      name: "checkpoint",
      description: "Checkpoint, or a folder of them, for a node that no longer has the anchor's state",
      defaultValue: "",
    })
    .addFlag({ name: "withoutState", description: "Leave proofs of state out; the verdict will be UNPROVEN" })
    .addOption({ name: "attestAccount", description: "Account that states it exported the bundle", defaultValue: "" })
    .setAction(() => import("./export.ts"))
    .build(),
  suiteTask(["evidence", "checkpoint"], "Stores a final header with proofs of its state, for nodes that prune")
    .addOption({ name: "to", description: "Block (default: the newest final one)", defaultValue: "" })
    .addOption({
      name: "confirmations",
      description: "Blocks that must follow it, or the chain's own word: finalized",
      defaultValue: "finalized",
    })
    .addFlag({ name: "dryRun", description: "Gather and check everything; write nothing" })
    .setAction(() => import("./checkpoint.ts"))
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
    .addOption({ name: "program", description: "Programme that it must tell of (label or id)", defaultValue: "" })
    .addOption({ name: "disclosure", description: "Bag of disclosed rows to judge beside it", defaultValue: "" })
    .addOption({ name: "sample", description: "How many rows the disclosure must have drawn", defaultValue: "" })
    .addOption({ name: "identity", description: "Identity file of age that opens encrypted rows", defaultValue: "" })
    .addOption({ name: "report", description: "Also write a page for people, verdict in front", defaultValue: "" })
    .setAction(() => import("./verify.ts"))
    .build(),
  suiteTask(["evidence", "disclose"], "Lays one row of a batch open, or a sample that the anchor draws; reads no chain")
    .addPositionalArgument({ name: "batch", description: "Folder that batch build made, with its salts" })
    .addPositionalArgument({ name: "target", description: "Folder to make; must not exist, or be empty" })
    .addVariadicArgument({
      name: "encryptTo",
      description: "Audit keys (age1…) that alone can read the rows",
      defaultValue: [],
    })
    .addOption({ name: "bundle", description: "Folder of the evidence that knows the batch", defaultValue: "" })
    .addOption({
      name: "trust",
      description: "The auditor's trust file: its anchor draws the sample",
      defaultValue: "",
    })
    .addOption({ name: "row", description: "Index of one row, from 0", defaultValue: "" })
    .addOption({ name: "sample", description: "How many rows shall be drawn", defaultValue: "" })
    .addFlag({ name: "dryRun", description: "Show which rows would be disclosed; open and write nothing" })
    .setAction(() => import("./disclose.ts"))
    .build(),
];
