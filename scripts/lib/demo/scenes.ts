import { id as digestOf } from "ethers";

import type { Stage } from "#lib/demo/stage";

import { rollbackRequest } from "#lib/change/approval-request";
import { roleOfCouncil } from "#lib/change/change-class";
import { findChange } from "#lib/change/read-change";
import { prepareUpgrade, type UpgradeCalls } from "#lib/change/upgrade";
import { sendAsSafe } from "#lib/demo/councils";
import { carryOut, type Plan, type Proposed } from "#lib/demo/governed-change";

/** Component whose releases the demonstration governs. */
export const COMPONENT = digestOf("public-rail-node");

/** A release interval of a week, as the ConfigOnly change of the demonstration sets it. */
export const cadencePlan: Plan = {
  title: "Space releases of the public rail's nodes by a week",
  class: "ConfigOnly",
  version: "2026.1",
  calls: [cadence("604800")],
  rollback: [cadence("86400")],
};

/** 2-of-3: a new release of a leaf contract. */
export async function routineUpgrade(stage: Stage): Promise<Proposed> {
  const next = await stage.validateUpgrade("OperationsLog", "OperationsLogRehearsal");
  const upgrade = await prepareUpgrade(stage.sendingAs(stage.operator("CHANGE_PROPOSER")), stage.record, {
    proxy: "OperationsLog",
    next,
  });
  const plan = upgradePlan(upgrade, { title: "Upgrade the operations log", class: "RoutineUpgrade", version: "1.1.0" });
  return carryOut(stage, plan, { technical: stage.seats("technical").slice(0, 2) });
}

/** 3-of-5 with both constituencies: a new implementation of a core contract. */
export async function highRiskUpgrade(stage: Stage): Promise<Proposed> {
  const upgrade = await coreUpgrade(stage);
  const plan = upgradePlan(upgrade, {
    title: "Upgrade the change manager",
    class: "HighRiskUpgrade",
    version: "1.1.0",
  });
  return carryOut(stage, plan, { governance: mixedSigners(stage) });
}

/** 2-of-3: a setting. */
export async function configChange(stage: Stage): Promise<Proposed> {
  return carryOut(stage, cadencePlan, { technical: stage.seats("technical").slice(1, 3) });
}

/** 2-of-3: the committed rollback of an executed change. */
export async function rollBack(stage: Stage, { id }: Proposed): Promise<void> {
  const { change, context } = await findChange(stage.provider, stage.record, id);
  const request = await rollbackRequest(stage.provider, stage.record, {
    id,
    change,
    proposer: context.proposer,
    council: "technical",
    role: roleOfCouncil.technical,
    reasonDigest: digestOf("Rehearsal: error rates rose after the upgrade."),
  });
  await sendAsSafe(stage, request, stage.seats("technical").slice(0, 2));
}

/** Deploys and pins another implementation of the ChangeManager. */
export async function coreUpgrade(stage: Stage): Promise<UpgradeCalls> {
  const next = await stage.validateUpgrade("ChangeManager", "ChangeManager");
  return prepareUpgrade(stage.sendingAs(stage.operator("CHANGE_PROPOSER")), stage.record, {
    proxy: "ChangeManager",
    next,
  });
}

/** Calls and rollback of an upgrade, as a change. */
export function upgradePlan({ calls, rollback }: UpgradeCalls, head: Pick<Plan, "title" | "class" | "version">): Plan {
  return { ...head, calls, rollback };
}

/** One policy signer and two technical ones. */
export function mixedSigners(stage: Stage): ReturnType<Stage["seats"]> {
  return [...stage.seats("governance", "POLICY").slice(0, 1), ...stage.seats("governance", "TECHNICAL").slice(0, 2)];
}

function cadence(seconds: string): Plan["calls"][number] {
  return {
    target: "OperationsLog",
    function: "setReleaseCadence(bytes32,uint32)",
    args: [COMPONENT, seconds],
    value: "0",
  };
}
