import { expect } from "chai";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { Drill } from "#support/recovery-drill";

export const apiDown: Drill = {
  runbook: "recover-api-down",
  promised: async ({ record, provider }, terminal) => {
    const { incident } = JSON.parse(await terminal.type("npx hardhat incident show 2026-11-21-api-down --json")) as {
      incident: { status: string };
    };
    expect(incident.status).to.equal("Resolved");
    const { address } = record.contracts.IncidentRegistry;
    const topics = [suiteInterface("IncidentRegistry").getEvent("StatementPublished")?.topicHash ?? ""];
    expect(await provider.getLogs({ address, topics, fromBlock: 0 })).to.have.length(3);
  },
};
