import { Contract } from "ethers";
import { expect } from "chai";

import { contractAt } from "#lib/deployment/chain-state";
import { safeArtifact } from "#lib/safe/safe-contracts";
import { waiting, type Drill } from "#support/recovery-drill";

const LOST = "0xBcd4042DE499D14e55001CcbB24a551F3b954096";
const SUCCESSOR = "0xDf37F81dAAD2b0327A0A50003740e1C935C70913";
const DAY = 86_400;

export const lostSigner: Drill = {
  runbook: "recover-lost-signer",
  meanwhile: { 7: waiting(7 * DAY) },
  promised: async ({ record, provider }, terminal) => {
    const { address } = record.safes.technical;
    const safe = new Contract(address, safeArtifact("singleton").abi, provider);
    const owners = (await safe.getFunction("getOwners").staticCall()) as string[];
    expect(owners).to.have.members([
      "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
      SUCCESSOR,
      "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
    ]);
    expect(Number(await safe.getFunction("getThreshold").staticCall())).to.equal(2);
    const seatOf = contractAt(provider, record, "RoleRegistry").getFunction("seatOf");
    const seats = [LOST, SUCCESSOR].map(async (owner) =>
      [...((await seatOf.staticCall(address, owner)) as bigint[])].map(Number),
    );
    expect(await Promise.all(seats)).to.deep.equal([
      [0, 0],
      [8, 2],
    ]);
    expect(await terminal.type("npx hardhat incident show 2026-11-21-lost-signer")).to.contain("Resolved");
  },
};
