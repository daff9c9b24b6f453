import { type Signer, ZeroHash, hexlify, randomBytes } from "ethers";

import type { Stage } from "#lib/demo/stage";
import type { SafeRequest } from "#lib/safe/safe-file";

import { suiteInterface } from "#lib/abi/suite-interface";
import { encodeCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { toAbi } from "#lib/change/change";
import { pinsOf } from "#lib/change/pins";
import { signedBy } from "#lib/demo/councils";
import { propose } from "#lib/demo/governed-change";
import { COMPONENT, cadencePlan, coreUpgrade, upgradePlan } from "#lib/demo/scenes";
import { decodeRevert, revertDataOf } from "#lib/errors/revert";
import { executionData } from "#lib/safe/execute-request";
import { readSafe } from "#lib/safe/read-safe";
import { safeInterface } from "#lib/safe/safe-interface";
import { safeRequest } from "#lib/safe/safe-file";
import { plainSafeTransaction } from "#lib/safe/safe-transaction";

/** Enough for any refused transaction: estimating would refuse it before it is sent. */
const GAS_LIMIT = 3_000_000;

/** An upgrade of the operations log among the calls of a change that says it only sets a value. */
export async function upgradeHiddenInConfigChange(stage: Stage): Promise<string> {
  const { provider, record } = stage;
  const book = new AddressBook(record);
  const hidden = {
    target: "OperationsLog",
    function: "upgradeToAndCall(address,bytes)",
    args: [record.contracts.OperationsLog.implementation, "0x"],
    value: "0",
  };
  const calls = [...cadencePlan.calls, hidden].map((call) => encodeCall(call, book));
  const rollback = cadencePlan.rollback.map((call) => encodeCall(call, book));
  const digest = COMPONENT;
  const change = {
    class: "ConfigOnly" as const,
    irreversible: false,
    calls,
    rollback,
    artifacts: {
      request: digest,
      securityImpact: digest,
      availabilityImpact: digest,
      privacyImpact: digest,
      rollbackPlan: digest,
    },
    pins: await pinsOf(provider, [...calls, ...rollback]),
    incident: ZeroHash,
    salt: hexlify(randomBytes(32)),
    version: "2026.1",
    uri: "",
  };
  const data = suiteInterface("ChangeManager").encodeFunctionData("propose", [toAbi(change)]);
  return refusal(stage, stage.operator("CHANGE_PROPOSER"), record.contracts.ChangeManager.address, data);
}

/** Three valid signatures on a high-risk change, all from technical seats. */
export async function threeTechnicalSigners(stage: Stage): Promise<string> {
  const upgrade = await coreUpgrade(stage);
  const plan = upgradePlan(upgrade, { title: "Upgrade without policy", class: "HighRiskUpgrade", version: "6.6.6" });
  const { approval } = await propose(stage, plan);
  return refusedSafe(stage, approval, stage.seats("governance", "TECHNICAL"));
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

async function refusedSafe(stage: Stage, request: SafeRequest, people: readonly Signer[]): Promise<string> {
  const signed = await signedBy(stage, request, people);
  return refusal(stage, stage.operator("TECHNICAL_OPERATOR"), request.safe, executionData(signed));
}

/**
 * Sends what must be refused, past every check of the tools, and names the custom error with which the chain refused it.
 *
 * @throws Error when the transaction succeeds, or fails without a custom error.
 */
async function refusal(stage: Stage, from: string, to: string, data: string): Promise<string> {
  const { provider } = stage;
  const signer = stage.wallet(from).connect(provider);
  const raw = await signer.signTransaction(await signer.populateTransaction({ to, data, gasLimit: GAS_LIMIT }));
  try {
    await provider.broadcastTransaction(raw);
  } catch (error) {
    const revert = decodeRevert(revertDataOf(error) ?? "0x");
    if (revert === undefined) throw error;
    return revert.text;
  }
  throw new Error(`${to} accepted what it must refuse.`);
}
