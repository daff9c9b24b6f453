import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { sendingTask } from "../support/sending-task.ts";
import { suiteTask } from "../support/suite-task.ts";

const credential = {
  name: "credential",
  description: "Digest of the credential and a random salt: 0x and 64 hex digits",
} as const;
const root = { name: "root", description: "Root of the tree: 0x and 64 hex digits" } as const;
const schema = {
  name: "schema",
  description: "Label of the schema, for example residence-permit.v1, or its id",
  defaultValue: "",
} as const;
const issuer = { name: "issuer", description: "Account of the issuer", defaultValue: "" } as const;
const onBehalf = {
  name: "issuer",
  description: "As the Identity Authority: the issuer that cannot or will not (default: the sender is the issuer)",
  defaultValue: "",
} as const;
const leaf = {
  name: "leaf",
  description: "Of a credential in a batch: the file with its leaf and proof",
  defaultValue: "",
} as const;
const reason = {
  name: "reason",
  description: "File that gives the reason; its keccak256 goes on the chain",
  defaultValue: "",
} as const;

export const credentialTasks: TaskDefinition[] = [
  emptyTask("credential", "Credentials by their digests: issued, revoked, verified, counted").build(),
  sendingTask(["credential", "issue"], "Issues one credential, as an issuer accredited for its schema")
    .addPositionalArgument(credential)
    .addOption(schema)
    .addOption({ name: "expires", description: "A duration such as 365d, or a time with its zone", defaultValue: "" })
    .setAction(() => import("./issue.ts"))
    .build(),
  sendingTask(["credential", "issue-batch"], "Issues the credentials of a tree by its root")
    .addPositionalArgument(root)
    .addOption(schema)
    .addOption({ name: "count", description: "How many credentials the tree has", defaultValue: "" })
    .setAction(() => import("./issue-batch.ts"))
    .build(),
  sendingTask(["credential", "revoke"], "Revokes one credential, in every mode")
    .addPositionalArgument(credential)
    .addOption(leaf)
    .addOption(onBehalf)
    .addOption(reason)
    .setAction(() => import("./revoke.ts"))
    .build(),
  sendingTask(["credential", "revoke-batch"], "Revokes a whole batch, in every mode")
    .addPositionalArgument(root)
    .addOption(onBehalf)
    .addOption(reason)
    .setAction(() => import("./revoke-batch.ts"))
    .build(),
  sendingTask(["credential", "verify"], "Records that a credential was checked, with its status on the chain")
    .addPositionalArgument(credential)
    .addOption(issuer)
    .addOption({ name: "verdict", description: "accepted or rejected", defaultValue: "" })
    .addOption({
      name: "purpose",
      description: "File that says what for; one for each check, since the same check is recorded once",
      defaultValue: "",
    })
    .addOption(leaf)
    .setAction(() => import("./verify.ts"))
    .build(),
  sendingTask(["credential", "verify-batch"], "Records counted checks by the root of their log")
    .addPositionalArgument(root)
    .addOption({ name: "count", description: "How many checks the log has", defaultValue: "" })
    .addOption({ name: "accepted", description: "How many of them ended in acceptance", defaultValue: "" })
    .setAction(() => import("./verify-batch.ts"))
    .build(),
  suiteTask(["credential", "show"], "Shows what the chain knows of a credential")
    .addPositionalArgument(credential)
    .addOption(issuer)
    .addOption(leaf)
    .setAction(() => import("./show.ts"))
    .build(),
  suiteTask(["credential", "volumes"], "Counts what was issued, revoked and verified: by issuer, verifier and schema")
    .setAction(() => import("./volumes.ts"))
    .build(),
];
