import { expect } from "chai";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { Drill } from "#support/recovery-drill";
import { UnreliableNode } from "#support/unreliable-node";

const node = new UnreliableNode();

export const nodeLost: Drill = {
  runbook: "recover-node-lost",
  node,
  trouble: () => {
    node.goDown();
    return Promise.resolve();
  },
  meanwhile: {
    4: () => {
      node.recover();
      return Promise.resolve();
    },
  },
  promised: async ({ record, provider }, terminal) => {
    const { address } = record.contracts.IncidentRegistry;
    const topics = [suiteInterface("IncidentRegistry").getEvent("IncidentOpened")?.topicHash ?? ""];
    expect(await provider.getLogs({ address, topics, fromBlock: 0 })).to.have.length(1);
    expect(await terminal.type("npx hardhat incident show 2026-11-21-node-lost")).to.contain("Resolved");
  },
};
