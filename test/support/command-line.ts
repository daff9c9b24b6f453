import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import type { GlobalOptionDefinitions } from "hardhat/types/global-options";
import type { Task, TaskArguments, TaskManager } from "hardhat/types/tasks";
import { ArgumentType } from "hardhat/types/arguments";

/** What a line typed after `npx hardhat` means. */
export interface ParsedCommand {
  readonly task: Task;
  readonly taskArguments: TaskArguments;
  readonly globalOptions: Readonly<Record<string, unknown>>;
}

/** Hardhat's parser. It is not exported; the version of Hardhat is pinned. */
interface Parser {
  readonly parseRawArguments: (words: readonly string[]) => string[];
  readonly parseGlobalOptions: (
    definitions: GlobalOptionDefinitions,
    words: string[],
    used: boolean[],
  ) => Promise<Record<string, unknown>>;
  readonly parseTask: (words: string[], used: boolean[], tasks: TaskManager["rootTasks"]) => Task | string[];
  readonly parseTaskArguments: (words: string[], used: boolean[], task: Task) => TaskArguments;
}

/** Options that Hardhat itself takes, as far as our guides use them. */
const GLOBAL_OPTIONS: GlobalOptionDefinitions = new Map(
  ["network", "buildProfile"].map((name) => [
    name,
    {
      pluginId: "builtin",
      option: {
        name,
        description: name,
        type: ArgumentType.STRING_WITHOUT_DEFAULT,
        defaultValue: undefined,
      },
    },
  ]),
);

/**
 * Understands words as the command line does: the same parser, over the declarations of the tasks.
 *
 * @throws What Hardhat throws for an unknown task or option, a missing value or an argument too many.
 */
export async function parseCommand(words: readonly string[], tasks: TaskManager): Promise<ParsedCommand> {
  const hardhat = dirname(createRequire(import.meta.url).resolve("hardhat/package.json"));
  const parser = (await import(pathToFileURL(join(hardhat, "dist/src/internal/cli/parser.js")).href)) as Parser;
  const cliArguments = parser.parseRawArguments(words);
  const used = cliArguments.map(() => false);
  const globalOptions = await parser.parseGlobalOptions(GLOBAL_OPTIONS, cliArguments, used);
  const task = parser.parseTask(cliArguments, used, tasks.rootTasks);
  if (Array.isArray(task) || task.isEmpty) throw new Error(`no task: ${words.join(" ")}`);
  return { task, taskArguments: parser.parseTaskArguments(cliArguments, used, task), globalOptions };
}
