import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";

import { expect } from "chai";

import { tryLock } from "#setup/folder-lock.mjs";

import { temporaryFolder } from "#support/temporary-folder";

/** Above the largest process id of Linux. */
const NO_PROCESS = "4194305";

describe("tryLock", () => {
  let folder: string;

  beforeEach(() => {
    folder = join(temporaryFolder(), "lock");
  });

  it("takes a lock that is free, says whose it is, and gives it back", () => {
    const release = tryLock(folder);
    expect(readFileSync(join(folder, "pid"), "utf8")).to.equal(String(pid));
    release?.();
    expect(existsSync(folder)).to.equal(false);
  });

  it("leaves a lock to the process that has it", () => {
    const release = tryLock(folder);
    expect(tryLock(folder)).to.equal(undefined);
    release?.();
    expect(tryLock(folder)).to.not.equal(undefined);
  });

  it("takes over from a process that is gone", () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "pid"), NO_PROCESS);
    expect(tryLock(folder)).to.not.equal(undefined);
  });

  it("gives a process its first moment to sign, and takes over from one that died before it did", () => {
    mkdirSync(folder);
    expect(tryLock(folder)).to.equal(undefined);
    utimesSync(folder, 0, 0);
    expect(tryLock(folder)).to.not.equal(undefined);
  });

  it("says what is wrong where no lock can be made", () => {
    expect(() => tryLock(join(folder, "nowhere"))).to.throw(`cannot create ${join(folder, "nowhere")}: ENOENT`);
  });
});
