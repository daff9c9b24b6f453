/**
 * A lock between processes: a folder, which only one of them can create. Plain JavaScript with built-ins of Node 20,
 * because the set-up of the toolchain needs it before anything is installed.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** How long a process may take to write its number into the folder that it has just created. */
const FIRST_MOMENT_MS = 10_000;

/**
 * Takes the lock if it is free. A lock whose process is gone, for example killed, is free.
 *
 * @param {string} folder
 * @returns {(() => void) | undefined} Gives the lock back; undefined while another process has it.
 */
export function tryLock(folder) {
  if (!tryMakeFolder(folder)) {
    if (!isAbandoned(folder)) return undefined;
    rmSync(folder, { recursive: true, force: true });
    if (!tryMakeFolder(folder)) return undefined;
  }
  writeFileSync(path.join(folder, "pid"), String(process.pid));
  return () => rmSync(folder, { recursive: true, force: true });
}

function tryMakeFolder(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new Error(`cannot create ${folder}: ${error.message}`, { cause: error });
  }
}

function isAbandoned(folder) {
  const pid = ownerOf(folder);
  if (pid === undefined) return ageOf(folder) > FIRST_MOMENT_MS;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function ownerOf(folder) {
  try {
    const pid = Number(readFileSync(path.join(folder, "pid"), "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Zero for a folder that was given back meanwhile. */
function ageOf(folder) {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}
