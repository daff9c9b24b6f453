import { globSync } from "node:fs";
import { basename } from "node:path";

import { expect } from "chai";

import { apiDown } from "#support/recovery-api-down";
import { bridgeMismatch } from "#support/recovery-bridge-mismatch";
import { compromisedIssuerKey } from "#support/recovery-compromised-issuer-key";
import { deadChangeManager } from "#support/recovery-dead-change-manager";
import { evidenceGap } from "#support/recovery-evidence-gap";
import { lostSigner } from "#support/recovery-lost-signer";
import { lostQuorum } from "#support/recovery-lost-quorum";
import { nodeLost } from "#support/recovery-node-lost";
import { itRecovers } from "#support/recovery-drill";

const DRILLS = [
  lostSigner,
  lostQuorum,
  deadChangeManager,
  compromisedIssuerKey,
  bridgeMismatch,
  evidenceGap,
  nodeLost,
  apiDown,
] as const;

describe("recoveries", () => {
  it("every runbook of one is drilled", () => {
    const runbooks = globSync("docs/runbooks/recover-*.md").map((path) => basename(path, ".md"));
    expect(DRILLS.map(({ runbook }) => runbook)).to.have.members(runbooks);
  });

  for (const drill of DRILLS) itRecovers(drill);
});
