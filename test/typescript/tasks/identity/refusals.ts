import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { accepted } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, tasksOf, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

const DIGEST = `0x${"11".repeat(32)}`;

const CASES: readonly RefusalCase[] = [
  ["accredit grant", { kind: "minister" }, "input/kind"],
  ["accredit grant", { subject: "0x1234" }, "input/address"],
  ["accredit grant", { schema: "" }, "input/scope"],
  ["accredit grant", { rail: "retail-rail" }, "input/scope"],
  ["accredit grant", { schema: "a/b" }, "input/label"],
  ["accredit grant", { kind: "verifier" }, "input/scope"],
  ["accredit grant", { kind: "validator", schema: "" }, "input/scope"],
  ["accredit grant", { kind: "validator", schema: "", rail: "atlantis" }, "input/unknown-system"],
  ["accredit grant", { kind: "rail-member", schema: "", rail: "credential-office" }, "input/scope"],
  ["accredit grant", { assessment: "" }, "input/reason"],
  ["accredit grant", { assessment: "template.md" }, "refused/artifact-unfilled"],
  ["accredit grant", { until: "" }, "input/time"],
  ["accredit grant", { until: "soon" }, "input/time"],
  ["accredit grant", { account: "0xzz" }, "input/address"],
  ["accredit grant", { account: anAddress(1) }, "input/no-key"],
  ["accredit renew", { until: "12" }, "input/time"],
  ["accredit suspend", { reason: "nowhere.md" }, "input/reason"],
  ["accredit reinstate", { reason: "" }, "input/reason"],
  ["accredit withdraw", { kind: "" }, "input/kind"],
  ["accredit show", { schema: "" }, "input/scope"],
  ["accredit list", { within: "soon" }, "input/duration"],
  ["accredit list", { due: true, all: true }, "input/options"],
  ["accredit publish-schema", { schema: "0x12" }, "input/label"],
  ["accredit publish-schema", { document: "" }, "input/reason"],
  ["accredit publish-schema", { policy: "" }, "input/reason"],
  ["accredit publish-schema", { replaces: "-1" }, "input/integer"],
  ["accredit publish-schema", { replaces: "4294967296" }, "input/integer"],
  ["accredit publish-schema", { transition: "30" }, "input/duration"],
  ["accredit publish-schema", { uri: "x".repeat(513) }, "input/uri"],
  ["accredit retire-schema", { reason: "" }, "input/reason"],
  ["credential issue", { credential: "0x12" }, "input/digest"],
  ["credential issue", { schema: "" }, "input/label"],
  ["credential issue", { expires: "" }, "input/time"],
  ["credential issue-batch", { root: "" }, "input/digest"],
  ["credential issue-batch", { count: "many" }, "input/integer"],
  ["credential revoke", { credential: "" }, "input/digest"],
  ["credential revoke", { reason: "" }, "input/reason"],
  ["credential revoke", { issuer: "0xzz" }, "input/address"],
  ["credential revoke", { leaf: "other-leaf.json" }, "input/leaf"],
  ["credential revoke", { leaf: "note.md" }, "input/not-json"],
  ["credential revoke-batch", { issuer: "0xzz" }, "input/address"],
  ["credential verify", { issuer: "" }, "input/address"],
  ["credential verify", { verdict: "" }, "input/verdict"],
  ["credential verify", { purpose: "" }, "input/reason"],
  ["credential verify", { leaf: "other-leaf.json" }, "input/leaf"],
  ["credential verify-batch", { accepted: "all" }, "input/integer"],
  ["credential show", { issuer: "" }, "input/address"],
  ["credential volumes", { deployment: "nowhere" }, "input/file-unreadable"],
];

describe("accredit and credential tasks: refusals", function () {
  this.timeout(60_000);

  const tasks = (): readonly string[] => tasksOf("accredit", "credential");

  itRefuses({ cases: CASES, tasks, country, rightArguments });

  it("has a case for every task", () => {
    expect(tasks().filter((id) => !CASES.some(([tested]) => tested === id))).to.deep.equal([]);
  });
});

/** Arguments that are right, altered by `given`; files are those of the folder. */
function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
  const merged: Record<string, unknown> = {
    kind: "issuer",
    subject: anAddress(1),
    schema: "residence-permit.v1",
    until: "365d",
    credential: DIGEST,
    root: DIGEST,
    expires: "365d",
    count: "2",
    accepted: "1",
    issuer: anAddress(1),
    verdict: "accepted",
    assessment: "note.md",
    reason: "note.md",
    document: "note.md",
    policy: "note.md",
    purpose: "note.md",
    leaf: "",
    ...given,
  };
  for (const name of ["assessment", "reason", "document", "policy", "purpose", "leaf"]) {
    if (merged[name] !== "") merged[name] = join(folder, String(merged[name]));
  }
  const { deployment = folder } = given;
  return { ...accepted(id, merged), deployment };
}

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  writeContractsRecord(folder, paperRecord());
  copyDemoCountry(folder);
  writeFileSync(join(folder, "note.md"), "Inspected on 3 November. Fit.\n");
  writeFileSync(join(folder, "template.md"), "Inspected on [[date]].\n");
  const leaf = { schema: "sign.credential-leaf.v1", root: DIGEST, credentialDigest: `0x${"22".repeat(32)}` };
  writeFileSync(join(folder, "other-leaf.json"), JSON.stringify({ ...leaf, expiresAt: 1, proof: [] }));
  return folder;
}
