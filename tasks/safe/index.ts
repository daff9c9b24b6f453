import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { requestTask } from "../support/request-task.ts";
import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const file = {
  name: "file",
  description: "Safe transaction file, as a change or emergency task wrote it",
} as const;

const council = {
  name: "council",
  description: "technical, governance, emergency, sovereign or program",
} as const;

export const safeTasks: TaskDefinition[] = [
  emptyTask("safe", "Transactions of the councils' Safes: shown, signed offline, combined, executed").build(),
  suiteTask(["safe", "show"], "Shows a council's Safe: owners, threshold, nonce, guards")
    .addPositionalArgument({
      name: "safe",
      description: "technical, governance, emergency, sovereign, program, or an address",
    })
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["safe", "queue"], "Lists the files that councils are asked to sign, in the order in which they can run")
    .setAction(() => import("./queue.ts"))
    .build(),
  requestTask(["safe", "reject"], "Writes what uses up the nonce of a file, so that what was signed for it never runs")
    .addPositionalArgument(file)
    .setAction(() => import("./reject.ts"))
    .build(),
  requestTask(
    ["safe", "rotate-owner"],
    "Replaces an owner whose key is lost by a person who is seated; its council signs",
  )
    .addPositionalArgument(council)
    .addOption({ name: "lost", description: "Address of the owner who leaves", defaultValue: "" })
    .addOption({ name: "successor", description: "Address of the person who takes the place", defaultValue: "" })
    .setAction(() => import("./rotate-owner.ts"))
    .build(),
  sendingTask(
    ["safe", "replace-council"],
    "Puts the Safe that governance.json describes in a council's place: born, changed, recorded",
  )
    .addPositionalArgument(council)
    .addOption({ name: "release", description: "Version of the change", defaultValue: "" })
    .setAction(() => import("./replace-council.ts"))
    .build(),
  requestTask(["safe", "set-threshold"], "Changes how many signatures a council's Safe takes; its council signs")
    .addPositionalArgument(council)
    .addOption({ name: "threshold", description: "How many from now on", defaultValue: "" })
    .setAction(() => import("./set-threshold.ts"))
    .build(),
  requestTask(["safe", "revoke-exit"], "Takes back the exit that a council's Safe announced; its council signs")
    .addPositionalArgument(council)
    .setAction(() => import("./revoke-exit.ts"))
    .build(),
  suiteTask(["safe", "verify"], "What a signer runs: says what a Safe transaction does, against the signer's own node")
    .addPositionalArgument(file)
    .setAction(() => import("./verify.ts"))
    .build(),
  suiteTask(["safe", "sign"], "Signs a Safe transaction as one owner, without a node")
    .addPositionalArgument(file)
    .addOption({
      name: "account",
      description: "Address of the owner (default: the first key of the network)",
      defaultValue: "",
    })
    .addOption({
      name: "out",
      description: "Where to write the signature (default: signatures/<hash>/<owner>.json beside the file)",
      defaultValue: "",
    })
    .addFlag({ name: "dryRun", description: "Show what would be signed, with its hashes; sign nothing" })
    .setAction(() => import("./sign.ts"))
    .build(),
  suiteTask(["safe", "combine"], "Merges the owners' signature files, each checked against the Safe's owners")
    .addPositionalArgument(file)
    .addVariadicArgument({
      name: "signatures",
      description: "Signature files (default: those beside the file)",
      defaultValue: [],
    })
    .addOption({ name: "out", description: "Where to write it (default: <file>.signed.json)", defaultValue: "" })
    .setAction(() => import("./combine.ts"))
    .build(),
  sendingTask(["safe", "execute"], "Sends a signed Safe transaction from any funded account that is no owner")
    .addPositionalArgument({ name: "file", description: "File that safe combine wrote" })
    .setAction(() => import("./execute.ts"))
    .build(),
];
