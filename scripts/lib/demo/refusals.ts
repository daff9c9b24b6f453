import type { Stage } from "#lib/demo/stage";
import type { SafeRequest } from "#lib/safe/safe-file";

import { refusedProposal, refusedSafe } from "#lib/demo/attempt";
import { propose } from "#lib/demo/governed-change";
import { cadencePlan, coreUpgrade, upgradePlan } from "#lib/demo/scenes";
import { readSafe } from "#lib/safe/read-safe";
import { safeInterface } from "#lib/safe/safe-interface";
import { safeRequest } from "#lib/safe/safe-file";
import { plainSafeTransaction } from "#lib/safe/safe-transaction";

/** An upgrade of the operations log among the calls of a change that says it only sets a value. */
export function upgradeHiddenInConfigChange(stage: Stage): Promise<string> {
  const hidden = {
    target: "OperationsLog",
    function: "upgradeToAndCall(address,bytes)",
    args: [stage.record.contracts.OperationsLog.implementation, "0x"],
    value: "0",
  };
  return refusedProposal(stage, { ...cadencePlan, calls: [...cadencePlan.calls, hidden] });
}

/** Three valid signatures on a high-risk change, all from technical seats. */
export async function threeTechnicalSigners(stage: Stage): Promise<string> {
  const upgrade = await coreUpgrade(stage);
  const plan = upgradePlan(upgrade, { title: "Upgrade without policy", class: "HighRiskUpgrade", version: "6.6.6" });
  const { approvals } = await propose(stage, plan);
  const [approval] = approvals;
  if (approval === undefined) throw new TypeError("Nobody approves a high-risk change.");
  return refusedSafe(stage, approval.request, stage.seats("governance", "TECHNICAL"));
}

/** Two owners of the Technical Committee make one signature enough. */
export async function thresholdLowered(stage: Stage): Promise<string> {
  const data = safeInterface.encodeFunctionData("changeThreshold", [1]);
  return refusedSafe(stage, await selfCall(stage, data), stage.seats("technical").slice(0, 2));
}

/** Bybit, 2025: a delegatecall that overwrites the Safe's singleton, behind a harmless-looking screen. */
export async function singletonSwappedByDelegatecall(stage: Stage): Promise<string> {
  const { record } = stage;
  const deployer = stage.wallet(stage.operator("TECHNICAL_OPERATOR")).connect(stage.provider);
  // Code that stores its caller in slot 0, where a Safe keeps its singleton.
  const swap = await (await deployer.sendTransaction({ data: "0x63335f55005f526004601cf3" })).wait();
  if (typeof swap?.contractAddress !== "string") throw new TypeError("The attacking contract was not deployed.");
  const safe = record.safes.technical.address;
  const { nonce } = await readSafe(stage.provider, safe);
  const request = safeRequest({
    chainId: record.chainId,
    safe,
    description: "Looks like a transfer",
    transaction: { ...plainSafeTransaction(swap.contractAddress, "0x", nonce), operation: 1 },
  });
  return refusedSafe(stage, request, stage.seats("technical").slice(0, 2));
}

async function selfCall(stage: Stage, data: string): Promise<SafeRequest> {
  const safe = stage.record.safes.technical.address;
  const { nonce } = await readSafe(stage.provider, safe);
  return safeRequest({
    chainId: stage.record.chainId,
    safe,
    description: "Make one signature enough",
    transaction: plainSafeTransaction(safe, data, nonce),
  });
}
