import { suiteTask } from "./suite-task.ts";

/**
 * Begins the declaration of a task that sends transactions: `--account`, `--confirmations`, `--patience` and `--dry-run`
 * besides what all tasks accept.
 */
// The builder's type is inferred: it carries the names and types of the arguments.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function sendingTask(id: string[], description: string) {
  return suiteTask(id, description)
    .addFlag({
      name: "dryRun",
      description: "Show what would be sent, and whether the contracts would accept it; send nothing",
    })
    .addOption({
      name: "account",
      description: "Address of the sending account (default: one with the role)",
      defaultValue: "",
    })
    .addOption({ name: "confirmations", description: "Blocks to wait for on top of the first", defaultValue: "0" })
    .addOption({
      name: "patience",
      description: "Seconds to wait for an answer, for a receipt, and then for each further block",
      defaultValue: "120",
    });
}
