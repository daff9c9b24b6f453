import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import type { HookContext } from "hardhat/types/hooks";

import { oneBuildAtATime } from "#setup/one-build-at-a-time.ts";

import { temporaryFolder } from "#support/temporary-folder";

type Build = (work: () => Promise<void>) => Promise<unknown>;

describe("oneBuildAtATime", () => {
  let cache: string;
  let build: Build;

  beforeEach(async () => {
    cache = join(temporaryFolder(), "cache");
    const context = { config: { ...hre.config, paths: { ...hre.config.paths, cache } } } as unknown as HookContext;
    const category = await oneBuildAtATime.hookHandlers?.solidity?.();
    const handlers = await category?.default();
    build = async (work) => handlers?.build?.(context, [], undefined, () => work().then(() => new Map()));
  });

  it("is part of the project's configuration, around the generation of types", () => {
    const ids = hre.config.plugins.map(({ id }) => id);
    expect(ids.indexOf("hardhat-typechain")).to.be.greaterThan(-1);
    expect(ids.indexOf(oneBuildAtATime.id)).to.be.greaterThan(ids.indexOf("hardhat-typechain"));
  });

  it("lets builds that start together run one after the other", async () => {
    const seen: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await new Promise(setImmediate);
      expect(readdirSync(cache)).to.deep.equal(["build.lock"]);
      seen.push(`${name} ends`);
    };
    await Promise.all([build(work("first")), build(work("second"))]);
    expect(seen).to.deep.equal(["first begins", "first ends", "second begins", "second ends"]);
    expect(readdirSync(cache)).to.deep.equal([]);
  });

  it("gives the lock back when a build fails", async () => {
    await build(() => Promise.reject(new Error("no compiler"))).catch(() => undefined);
    await build(() => Promise.resolve());
  });

  it("does not wait for a build that was killed", async () => {
    mkdirSync(join(cache, "build.lock"), { recursive: true });
    // Above the largest process id of Linux.
    writeFileSync(join(cache, "build.lock/pid"), "4194305");
    await build(() => Promise.resolve());
  });
});
