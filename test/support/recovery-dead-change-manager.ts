import { expect } from "chai";
import { id, ZeroHash } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { pinsOf, implementationOf } from "#lib/change/pins";
import { approve, execute, passTime, propose, type ChangeFields } from "#support/governed-changes";
import { waiting, type Drill } from "#support/recovery-drill";
import type { DeployedSuite } from "#support/suite";

const DAY = 86_400;
const HIGH_RISK = 3;

export const deadChangeManager: Drill = {
  runbook: "recover-dead-change-manager",
  trouble: installTheWrongCode,
  meanwhile: { 6: waiting(14 * DAY) },
  promised: async ({ record, provider }, terminal) => {
    const { address, implementation } = record.contracts.ChangeManager;
    expect(await implementationOf(provider, address)).to.equal(implementation);
    const { changes } = JSON.parse(await terminal.type("npx hardhat change list --json")) as {
      changes: { status: string }[];
    };
    expect(changes.map(({ status }) => status)).to.deep.equal(["Executed", "Executed"]);
  },
};

/** An approved upgrade that nobody looked at: the code of the OperationsLog, behind the ChangeManager's proxy. */
async function installTheWrongCode(suite: DeployedSuite): Promise<void> {
  const { ChangeManager: manager, OperationsLog: other } = suite.record.contracts;
  const upgrade = (implementation: string | null): { target: string; value: bigint; data: string } => ({
    target: manager.address,
    value: 0n,
    data: suiteInterface("ChangeManager").encodeFunctionData("upgradeToAndCall", [implementation, "0x"]),
  });
  const [wrong, right] = [upgrade(other.implementation), upgrade(manager.implementation)];
  const pins = await pinsOf(suite.provider, [wrong, right]);
  const change: ChangeFields = [
    HIGH_RISK,
    false,
    [[wrong.target, 0, wrong.data]],
    [[right.target, 0, right.data]],
    ["request", "security", "availability", "privacy", "rollback plan"].map((name) => id(name)),
    pins.map(({ account, codehash, implementation, implementationCodehash }) => [
      account,
      codehash,
      implementation,
      implementationCodehash,
    ]),
    ZeroHash,
    id("wrong code"),
    "2.0.0",
    "",
  ];
  const changeId = await propose(suite, change);
  await approve(suite, changeId, HIGH_RISK, "governance");
  await passTime(suite, 7 * DAY);
  await execute(suite, change);
}
