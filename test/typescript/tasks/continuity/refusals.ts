import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generateIdentity } from "age-encryption";
import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { readIdentityFile } from "#lib/encryption/identity";
import { ExitCode } from "#lib/errors/exit-code";
import { accepted, captureTask } from "#support/captured-task";
import { paperRecord } from "#support/record";
import { itRefuses } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

describe("continuity tasks given wrong input", () => {
  let secret: string;

  before(async () => {
    secret = await generateIdentity();
  });

  itRefuses({
    cases: [
      ["continuity backup", { series: "../x" }, "input/label"],
      ["continuity backup", { folder: "INSIDE" }, "input/backup-folder"],
      ["continuity restore", { identity: "" }, "input/identity"],
      ["continuity restore", { identity: "EXPOSED" }, "refused/secret-exposed"],
      ["continuity restore", { series: "a b" }, "input/label"],
      ["continuity restore", { sequence: "-1" }, "input/integer"],
      ["continuity restore", { trust: "/nowhere/trust.json" }, "input/file-unreadable"],
      ["continuity restore", { folder: "/nowhere" }, "input/backup"],
      ["continuity drill", { identity: "" }, "input/identity"],
      ["continuity drill", { trust: "/nowhere/trust.json" }, "input/file-unreadable"],
      ["continuity key", { file: "/nowhere/key" }, "input/file-unwritable"],
      ["continuity key", { file: "IDENTITY" }, "refused/key-exists"],
    ],
    tasks: () => ["continuity backup", "continuity drill"],
    country: () => {
      const folder = temporaryFolder();
      writeContractsRecord(folder, paperRecord());
      for (const [name, mode] of [
        ["identity", 0o600],
        ["exposed", 0o644],
      ] as const) {
        writeFileSync(join(folder, name), `${secret}\n`);
        chmodSync(join(folder, name), mode);
      }
      return folder;
    },
    rightArguments: (id, given, folder) => {
      const all = {
        deployment: folder,
        folder: join(temporaryFolder(), "medium"),
        target: join(temporaryFolder(), "restored"),
        identity: join(folder, "identity"),
        ...given,
      };
      const places: Record<string, string> = {
        INSIDE: join(folder, "backups"),
        IDENTITY: join(folder, "identity"),
        EXPOSED: join(folder, "exposed"),
      };
      const named = Object.entries(all).map(([name, value]) => [name, places[value] ?? value]);
      return accepted(id, Object.fromEntries(named) as object);
    },
  });

  it("continuity key makes a secret for its owner only, shows the recipient and nothing else", async () => {
    const file = join(temporaryFolder(), "key");
    const { exitCode, stdout } = await captureTask(["continuity", "key"], { file, deployment: "" });
    const { recipient } = JSON.parse(stdout) as { recipient: string };
    expect([exitCode, statSync(file).mode & 0o777]).to.deep.equal([ExitCode.ok, 0o600]);
    expect(stdout).not.to.include("AGE-SECRET-KEY");
    expect(readFileSync(`${file}.pub`, "utf8")).to.equal(`${recipient}\n`);
    expect((await readIdentityFile(file)).recipients).to.deep.equal([recipient]);
  });
});
