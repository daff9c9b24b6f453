import type { TaskDefinition } from "hardhat/types/tasks";

import { accreditTasks } from "./accredit/index.ts";
import { batchTasks } from "./batch/index.ts";
import { breakGlassTasks } from "./break-glass/index.ts";
import { bridgeTasks } from "./bridge/index.ts";
import { changeTasks } from "./change/index.ts";
import { continuityTasks } from "./continuity/index.ts";
import { credentialTasks } from "./credential/index.ts";
import { emergencyTasks } from "./emergency/index.ts";
import { evidenceTasks } from "./evidence/index.ts";
import { govTasks } from "./gov/index.ts";
import { incidentTasks } from "./incident/index.ts";
import { keyTasks } from "./key/index.ts";
import { monitorTasks } from "./monitor/index.ts";
import { operationsTasks } from "./operations/index.ts";
import { programTasks } from "./program/index.ts";
import { safeTasks } from "./safe/index.ts";

/** Every task of the suite. */
export const suiteTasks: TaskDefinition[] = [
  ...govTasks,
  ...changeTasks,
  ...safeTasks,
  ...breakGlassTasks,
  ...emergencyTasks,
  ...incidentTasks,
  ...operationsTasks,
  ...keyTasks,
  ...accreditTasks,
  ...credentialTasks,
  ...programTasks,
  ...batchTasks,
  ...bridgeTasks,
  ...monitorTasks,
  ...evidenceTasks,
  ...continuityTasks,
];
