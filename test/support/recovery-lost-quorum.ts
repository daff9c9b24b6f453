import { expect } from "chai";

import { readContractsRecord } from "#lib/deployment/contracts-record";
import { contractAt } from "#lib/deployment/chain-state";
import { ROLE_IDS } from "#lib/permissions/roles";
import { waiting, type Drill } from "#support/recovery-drill";

const DAY = 86_400;
const DISMISSED = 4;

export const lostQuorum: Drill = {
  runbook: "recover-lost-quorum",
  meanwhile: { 5: waiting(7 * DAY) },
  promised: async ({ record: before, provider }, terminal) => {
    const record = readContractsRecord("deployments/anvil");
    const [old, safe] = [before.safes.technical.address, record.safes.technical.address];
    expect(record.formerSafes?.map(({ address, council }) => [address, council])).to.deep.equal([[old, "technical"]]);

    const registry = contractAt(provider, record, "RoleRegistry");
    const holders = [old, safe].map(async (account) => {
      const [holds] = (await registry.getFunction("hasRole").staticCall(ROLE_IDS.TECHNICAL_COMMITTEE, account)) as [
        boolean,
      ];
      return holds;
    });
    expect(await Promise.all(holders)).to.deep.equal([false, true]);
    expect(Number(await registry.getFunction("seatCount").staticCall(old))).to.equal(0);
    const guard = contractAt(provider, record, "GovernanceGuard");
    const { status } = (await guard.getFunction("councilOf").staticCall(old)) as { status: bigint };
    expect(Number(status)).to.equal(DISMISSED);

    const { changes } = JSON.parse(await terminal.type("npx hardhat change list --json")) as {
      changes: { status: string }[];
    };
    expect(changes.map(({ status }) => status)).to.deep.equal(["Executed", "Executed"]);
    await terminal.type("npx hardhat evidence export after --trust-out after.json");
    await terminal.type("npx hardhat evidence verify after --trust after.json");
  },
};
