import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

import { tryLock } from "./folder-lock.mjs";

/** A full build takes minutes, and several may queue. */
const PATIENCE_MS = 30 * 60_000;
const POLL_MS = 50;

/**
 * Lets processes build one after the other. Hardhat writes its cache, and artifacts when something changed, without
 * a lock: of two builds at once one may fail or read half a file, and several commands of this project build first.
 */
export const oneBuildAtATime: HardhatPlugin = {
  id: "one-build-at-a-time",
  hookHandlers: {
    solidity: () => Promise.resolve({ default: () => Promise.resolve({ build }) }),
  },
};

const build: SolidityHooks["build"] = async (context, rootFilePaths, options, next) => {
  const { cache } = context.config.paths;
  mkdirSync(cache, { recursive: true });
  const release = await acquire(join(cache, "build.lock"));
  try {
    return await next(context, rootFilePaths, options);
  } finally {
    release();
  }
};

async function acquire(folder: string): Promise<() => void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const release = tryLock(folder);
    if (release !== undefined) return release;
    await pause(POLL_MS);
  }
  throw new Error(`another build holds ${folder}; remove that folder if none is running`);
}
