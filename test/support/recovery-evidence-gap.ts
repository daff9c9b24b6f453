import { existsSync } from "node:fs";

import { expect } from "chai";

import type { Drill } from "#support/recovery-drill";
import { UnreliableNode } from "#support/unreliable-node";

const node = new UnreliableNode();

export const evidenceGap: Drill = {
  runbook: "recover-evidence-gap",
  node,
  trouble: async ({ record }, before) => {
    await before.type("export HARDHAT_NETWORK=anvil");
    await before.type("echo 'One page.' > runbook.md");
    await before.type("npx hardhat operations record Runbook runbook.md");
    node.loseLogsOf(record.contracts.OperationsLog.address);
  },
  meanwhile: {
    6: () => {
      node.recover();
      return Promise.resolve();
    },
  },
  promised: async (_suite, terminal) => {
    expect(existsSync("gap/first"), "what contradicts itself is not written").to.equal(false);
    const verdict = JSON.parse(
      await terminal.type("npx hardhat evidence verify gap/bundle --trust gap/trust.json --json"),
    ) as { ok: boolean };
    expect(verdict.ok).to.equal(true);
    expect(await terminal.type("npx hardhat incident show 2026-11-21-evidence-gap")).to.contain("Resolved");
  },
};
