import { chmodSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import type { BatchSummary } from "#lib/batch/batch-file";
import { verifyDisclosure, type Disclosure } from "#lib/batch/disclosure";
import { discloseRow } from "#lib/batch/prove-row";
import { silentProgress } from "#lib/console/progress";

import { expectCode } from "#support/expect-code";
import { build, payoutRows, reference } from "#support/payout";

const COUNT = 7;

describe("a disclosed row", () => {
  let folder: string;
  let summary: BatchSummary;
  const disclose = (index: number): Disclosure => discloseRow(folder, index, silentProgress);

  beforeEach(async () => {
    ({ folder, summary } = await build(payoutRows(COUNT)));
  });

  it("is proven by the root alone, whichever it is", () => {
    for (let index = 0; index < COUNT; index++) verifyDisclosure(disclose(index), summary.root);
  });

  it("tells nothing of another row", () => {
    const manifest = readFileSync(join(folder, "manifest.ndjson"), "utf8").split("\n").slice(0, -1);
    const salts = readFileSync(join(folder, "private/salts.bin"));
    const text = JSON.stringify(disclose(2));
    for (const [index, line] of manifest.entries()) {
      if (index === 2) continue;
      const { amount, ...digests } = JSON.parse(line) as Record<string, string>;
      const salt = salts.subarray(32 * index, 32 * index + 32).toString("hex");
      for (const value of [salt, ...Object.values(digests).filter((value) => typeof value === "string")]) {
        expect(text).not.to.include(value);
      }
      expect(text).not.to.include(`"${amount ?? ""}"`);
    }
  });

  const other = reference("other");
  for (const [what, change] of [
    ["an amount", { amount: "999" }],
    ["a place", { index: 3 }],
    ["a pseudonym", { pseudonym: other }],
    ["a proof of identity", { identityProof: other }],
    ["a proof of eligibility", { eligibilityProof: other }],
    ["a salt", { salt: other }],
    ["a digest", { rowDigest: other }],
    ["a period", { period: 4 }],
    ["a programme", { programId: other }],
    ["a proof", { proof: [] }],
    ["a root", { root: other }],
  ] as [string, Partial<Disclosure>][]) {
    it(`is not proven with another ${what.replace(/^an? /, "")}`, async () => {
      await expectCode(() => {
        verifyDisclosure({ ...disclose(2), ...change }, summary.root);
      }, "unproven/row");
    });
  }

  it("is not proven for another batch, even one that its file claims", async () => {
    await expectCode(() => {
      verifyDisclosure({ ...disclose(2), root: other }, other);
    }, "unproven/row");
  });

  it("cannot be had once its salt is destroyed, and others can", async () => {
    const path = join(folder, "private/salts.bin");
    const salts = readFileSync(path);
    salts.fill(0, 32 * 2, 32 * 3);
    writeFileSync(path, salts);
    await expectCode(() => disclose(2), "refused/row-shredded");
    verifyDisclosure(disclose(3), summary.root);
  });

  it("cannot be had from salts that are exposed, cut short or another batch's", async () => {
    const path = join(folder, "private/salts.bin");
    chmodSync(path, 0o644);
    await expectCode(() => disclose(2), "refused/secret-exposed");
    chmodSync(path, 0o600);
    const salts = readFileSync(path);
    writeFileSync(path, Buffer.from(salts.map((byte) => byte ^ 1)));
    await expectCode(() => disclose(2), "conflict/salts");
    truncateSync(path, 32);
    await expectCode(() => disclose(0), "conflict/salts");
  });

  it("cannot be had beyond the last, or of a batch whose root is another", async () => {
    await expectCode(() => disclose(COUNT), "input/row-index");
    const path = join(folder, "batch.json");
    writeFileSync(path, readFileSync(path, "utf8").replace(summary.root, other));
    await expectCode(() => disclose(2), "conflict/root");
    writeFileSync(path, `${readFileSync(path, "utf8")} `);
    await expectCode(() => disclose(2), "conflict/batch-summary");
  });
});
