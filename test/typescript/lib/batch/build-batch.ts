import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { AbiCoder, id, keccak256 } from "ethers";

import { readBatch } from "#lib/batch/batch-file";
import { buildBatch } from "#lib/batch/build-batch";
import { toCanonicalJson } from "#lib/files/canonical-json";

import { expectCode } from "#support/expect-code";
import { build, orderFor, payoutRow, payoutRows, rulesWith, totalOf } from "#support/payout";

interface Line {
  readonly index: number;
  readonly amount: string;
  readonly pseudonym: string;
  readonly identityProof: string;
  readonly eligibilityProof: string;
  readonly rowDigest: string;
}

function manifestOf(folder: string): Line[] {
  const lines = readFileSync(join(folder, "manifest.ndjson"), "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("a batch", () => {
  it("has the count, the total, the root and the digests of its rows", async () => {
    const rows = payoutRows(13);
    const { folder, summary } = await build(rows);
    const manifest = manifestOf(folder);
    const leaves = manifest.map(({ index, rowDigest, amount }) => [String(index), rowDigest, amount]);
    const { root } = StandardMerkleTree.of(leaves, ["uint256", "bytes32", "uint256"], { sortLeaves: false });
    const bytes = readFileSync(join(folder, "manifest.ndjson"));
    const { ruleSet, digest } = rulesWith();
    expect(summary).to.deep.equal({
      schema: "sign.batch.v1",
      program: "child-benefit",
      programId: id("child-benefit"),
      period: 3,
      ruleSet: { version: ruleSet.version, digest },
      count: 13,
      total: totalOf(rows).toString(),
      root,
      manifestDigest: `0x${createHash("sha256").update(bytes).digest("hex")}`,
    });
    expect(readBatch(folder)).to.deep.equal(summary);
    expect(bytes.toString()).to.equal(manifest.map((line) => `${toCanonicalJson(line)}\n`).join(""));
    expect(manifest.map(({ identityProof }) => identityProof)).to.have.members(rows.map((row) => row.identityProof));
  });

  it("hides each row behind a salt of its own", async () => {
    const { folder } = await build(payoutRows(5));
    const salts = readFileSync(join(folder, "private/salts.bin"));
    const programId = id("child-benefit");
    const digests = manifestOf(folder).map(({ index, pseudonym, identityProof, eligibilityProof }) =>
      keccak256(
        AbiCoder.defaultAbiCoder().encode(
          ["bytes32", "bytes32", "bytes32", "uint256", "bytes32", "bytes32", "bytes32"],
          [
            id("sign.batch.row.v1"),
            salts.subarray(32 * index, 32 * index + 32),
            programId,
            3,
            pseudonym,
            identityProof,
            eligibilityProof,
          ],
        ),
      ),
    );
    expect(digests).to.deep.equal(manifestOf(folder).map(({ rowDigest }) => rowDigest));
    const again = await build(payoutRows(5));
    expect(manifestOf(again.folder).map(({ rowDigest }) => rowDigest)).not.to.have.members(digests);
  });

  it("keeps salts and manifest from others, and leaves nothing beside itself", async () => {
    const { folder } = await build(payoutRows(2));
    expect(readdirSync(dirname(folder))).to.deep.equal(["first"]);
    expect(readdirSync(folder)).to.have.members(["batch.json", "manifest.ndjson", "private"]);
    expect([".", "salts.bin", ".gitignore"].map((name) => modeOf(join(folder, "private", name)))[0]).to.equal("700");
    expect(modeOf(join(folder, "private/salts.bin"))).to.equal("600");
    expect(modeOf(join(folder, "manifest.ndjson"))).to.equal("600");
    expect(readFileSync(join(folder, "private/.gitignore"), "utf8")).to.equal("*\n");
  });

  it("has its leaves in an order that says nothing about that of the file", async () => {
    const rows = payoutRows(64);
    const inFile = rows.map(({ amount }) => amount);
    const orders = [await build(rows), await build(rows)].map(({ folder }) =>
      manifestOf(folder).map(({ amount }) => amount),
    );
    for (const order of orders) {
      expect(order).to.have.members(inFile);
      expect(order).not.to.deep.equal(inFile);
    }
    expect(orders[0]).not.to.deep.equal(orders[1]);
  });

  it("is the same from NDJSON, quoted CSV and another order of columns", async () => {
    const rows = payoutRows(4);
    const ndjson = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const quoted = `\uFEFF"amount","id","eligibilityProof","identityProof"\r\n${rows
      .map((row) => `"${row.amount}","${row.id}","${row.eligibilityProof}",${row.identityProof}\r\n`)
      .join("")}`;
    const folders = [
      await build(rows),
      await build(rows, { text: ndjson, file: "payout.ndjson" }),
      await build(rows, { text: quoted }),
    ].map(({ folder }) => folder);
    const [first = [], ...others] = folders.map((folder) => manifestOf(folder).map(({ pseudonym }) => pseudonym));
    for (const other of others) expect(other).to.have.members(first);
  });

  it("of the same people in another programme has no pseudonym in common", async () => {
    const rows = payoutRows(8);
    const pension = rulesWith(() => ({ program: "pension" }));
    const [support, other] = [await build(rows), await build(rows, { rules: pension })].map(({ folder }) =>
      manifestOf(folder).map(({ pseudonym }) => pseudonym),
    );
    expect(new Set([...(support ?? []), ...(other ?? [])]).size).to.equal(16);
  });

  it("is built once", async () => {
    const { folder } = await build(payoutRows(2));
    await expectCode(build(payoutRows(2), { folder }), "refused/batch-exists");
  });

  it("is not there after a kill, and is built afterwards as if nothing had been", async () => {
    const order = orderFor(payoutRows(5));
    const given = JSON.stringify({ ...order, control: undefined, secret: undefined });
    const script = `
      import { buildBatch } from "#lib/batch/build-batch";
      const kill = (label) => ({ at: () => undefined, end: () => { if (label === "building the tree") process.kill(process.pid, "SIGKILL"); } });
      await buildBatch({ ...${given}, secret: Buffer.alloc(32, 7), control: { rows: 5, total: ${String(order.control.total)}n }, progress: kill });
    `;
    const { signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", script]);
    expect(signal).to.equal("SIGKILL");
    expect(existsSync(order.folder)).to.equal(false);
    expect(readdirSync(dirname(order.folder))).to.have.length(1);
    await buildBatch(order);
    expect(readdirSync(dirname(order.folder))).to.deep.equal(["first"]);
  });
});

describe("batches of one period", () => {
  it("pay nobody twice, whatever identifier was used", async () => {
    const { folder } = await build(payoutRows(4));
    const next = join(dirname(folder), "second");
    const rows = [
      ...payoutRows(2, 10),
      payoutRow(1, { identityProof: payoutRow(77).identityProof }),
      payoutRow(12, { identityProof: payoutRow(3).identityProof }),
    ];
    const { details } = await expectCode(build(rows, { folder: next }), "refused/payout-file");
    expect(details["first"]).to.have.deep.members([
      { line: 4, reason: "beneficiary-paid-earlier", batch: "first" },
      { line: 5, reason: "identity-proof-used-earlier", batch: "first" },
    ]);
    await build(payoutRows(2, 10), { folder: next });
  });

  it("stay within the period's caps together", async () => {
    const rules = rulesWith(({ caps }) => ({
      caps: { ...caps, rowMaximum: "5000", period: { rows: 5, amount: "6000" } },
    }));
    const { folder } = await build(payoutRows(3), { rules });
    const next = join(dirname(folder), "second");
    const { details } = await expectCode(build(payoutRows(3, 10), { rules, folder: next }), "refused/payout-file");
    expect(details["first"]).to.deep.equal([
      { line: null, reason: "over-period-rows", found: "6", allowed: "5" },
      { line: null, reason: "over-period-amount", found: "6036", allowed: "6000" },
    ]);
    await build(payoutRows(2, 10), { rules, folder: next });
  });

  it("must be whole to be compared with", async () => {
    const { folder } = await build(payoutRows(4));
    const next = join(dirname(folder), "second");
    const path = join(folder, "manifest.ndjson");
    const whole = readFileSync(path, "utf8");
    for (const damaged of [
      whole.slice(0, -1).slice(0, whole.slice(0, -1).lastIndexOf("\n") + 1),
      whole.replace("1000", "1001"),
      `${whole}x`,
    ]) {
      writeFileSync(path, damaged);
      await expectCode(build(payoutRows(1, 10), { folder: next }), "conflict/manifest");
    }
    writeFileSync(path, whole);
    await expectCode(build(payoutRows(1, 10), { folder: next, period: 4 }), "conflict/batch-place");
  });
});
