import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { captured, captureTask } from "#support/captured-task";
import { csvOf, IDENTIFIER_MARK, payoutRow, payoutRows, RULES_FILE, SECRET, totalOf } from "#support/payout";
import { temporaryFolder } from "#support/temporary-folder";

const ROWS = payoutRows(40);

/** Whatever a batch's tasks print or leave behind is read for identifiers of the payout file, and for its secret. */
describe("what the batch tasks emit", () => {
  let deployment: string;
  let printed = "";

  const run = async (id: string, given: object): Promise<Record<string, unknown>> => {
    const outcome = await captureTask(["batch", id], { deployment, ...given });
    printed += outcome.stdout + outcome.stderr;
    return JSON.parse(outcome.stdout) as Record<string, unknown>;
  };

  async function buildWith(text: string, name: string): Promise<Record<string, unknown>> {
    const folder = temporaryFolder();
    const [payout, secretFile] = [join(folder, "payout.csv"), join(folder, "secret")];
    writeFileSync(payout, text);
    writeFileSync(secretFile, `0x${SECRET.toString("hex")}`, { mode: 0o600 });
    const control = { rows: String(ROWS.length), total: String(totalOf(ROWS)) };
    return await run("build", { payout, name, secretFile, rules: RULES_FILE, period: "3", ...control });
  }

  function emitted(): string {
    const files = readdirSync(deployment, { recursive: true, withFileTypes: true });
    const texts = files.filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name)));
    return printed + Buffer.concat(texts).toString("latin1");
  }

  beforeEach(() => {
    deployment = temporaryFolder();
    printed = "";
  });

  it("has no identifier in it when a batch is built, proven and verified", async () => {
    const { folder, root } = await buildWith(csvOf(ROWS), "good");
    const out = join(deployment, "row.json");
    expect(await run("prove", { batch: folder, row: "7", out })).to.include({ ok: true });
    expect(await run("verify", { file: out, root })).to.include({ ok: true });
    const text = emitted();
    expect(text).to.include("sign.batch-row.v1");
    expect(text).not.to.include(IDENTIFIER_MARK);
    expect(text).not.to.include(SECRET.toString("hex"));
  });

  const bad = payoutRow(90);
  for (const [what, text] of [
    ["rows are wrong", csvOf([...ROWS, { ...bad, amount: bad.id }, { ...bad, identityProof: bad.id }, payoutRow(1)])],
    ["cells are in the wrong columns", csvOf(ROWS.map((row) => ({ ...row, amount: row.id, id: row.amount })))],
    ["quotes are broken", `${csvOf(ROWS)}"${bad.id}"${bad.id},1,2,3\n${bad.id}"\n`],
    ["a quote is open", `${csvOf(ROWS)}"${csvOf(payoutRows(200, 100))}`],
    ["the first line is a row", csvOf(ROWS).split("\n").slice(1).join("\n")],
  ] as const) {
    it(`has no identifier in it when ${what}`, async () => {
      expect(await buildWith(text, "bad")).to.include({ ok: false });
      expect(emitted()).to.include("bad");
      expect(emitted()).not.to.include(IDENTIFIER_MARK);
    });
  }

  it("is found when there is one", async () => {
    const { stdout } = await captured(async () => {
      process.stdout.write(csvOf(ROWS));
      return Promise.resolve();
    });
    expect(stdout).to.include(IDENTIFIER_MARK);
  });
});
