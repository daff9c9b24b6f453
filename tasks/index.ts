import type { TaskDefinition } from "hardhat/types/tasks";

import { changeTasks } from "./change/index.ts";
import { evidenceTasks } from "./evidence/index.ts";
import { govTasks } from "./gov/index.ts";
import { safeTasks } from "./safe/index.ts";

/** Every task of the suite. */
export const suiteTasks: TaskDefinition[] = [...govTasks, ...changeTasks, ...safeTasks, ...evidenceTasks];
