import type { Signer } from "ethers";

import type { Dossier } from "#lib/change/dossier";
import type { ChangeDraft } from "#lib/change/scaffold";
import type { CouncilName } from "#lib/deployment/contracts-record";
import type { Stage } from "#lib/demo/stage";
import type { SafeRequest } from "#lib/safe/safe-file";

import { checkChange } from "#lib/change/check";
import { executeChange } from "#lib/change/execute";
import { prepareApprovals } from "#lib/change/prepare-request";
import { proposeChange } from "#lib/change/propose";
import { readRecord } from "#lib/change/read-change";
import { scaffoldChange } from "#lib/change/scaffold";
import { verifyChange } from "#lib/change/verify";
import { fillPaperwork } from "#lib/demo/paperwork";
import { sendAsSafe } from "#lib/demo/councils";

/** How long signatures stay good, in seconds. */
const VALID_FOR = 86_400;

/** What a step says of its change; the rest follows from the stage. */
export type Plan = Pick<ChangeDraft, "title" | "class" | "version" | "calls" | "rollback">;

/** A change on the chain, and what its approvers sign. */
export interface Proposed {
  readonly id: string;
  readonly dossier: Dossier;
  readonly approval: SafeRequest;
}

/** Scaffolds a dossier, has its paperwork written, checks it, and puts it on the chain. */
export async function propose(stage: Stage, plan: Plan): Promise<Proposed> {
  const { provider, record, reporter, directory } = stage;
  const proposer = stage.operator("CHANGE_PROPOSER");
  const draft = { ...plan, proposer, uri: "", irreversible: false };
  const dossier = await scaffoldChange(provider, record, directory, draft);
  fillPaperwork(dossier.path, `Rehearsal of "${plan.title}" on a chain of its own: nobody outside it is affected.`);
  await checkChange({ provider, reporter }, dossier, record, stage.operator("CHANGE_EXECUTOR"));
  const { id, approveBy } = await proposeChange(stage.sendingAs(proposer), dossier, record);
  if (approveBy === null) throw new TypeError(`${id} was not proposed.`);
  const [prepared] = await prepareApprovals(provider, record, dossier.path, {
    id,
    changeClass: plan.class,
    approveBy,
    validFor: VALID_FOR,
  });
  if (prepared === undefined) throw new TypeError(`Nobody approves ${plan.class}.`);
  return { id, dossier, approval: prepared.request };
}

/** Takes a change through its whole life; signers verify it against the chain before they sign. */
export async function carryOut(
  stage: Stage,
  plan: Plan,
  council: CouncilName,
  people: readonly Signer[],
): Promise<Proposed> {
  const proposed = await propose(stage, plan);
  const verified = await verifyChange(stage, stage.record, proposed.id, { dossier: proposed.dossier });
  const shown = verified.approvals.find((approval) => approval.council === council);
  if (shown?.safeTxHash !== proposed.approval.safeTxHash) throw new Error("Signers were shown another transaction.");
  await sendAsSafe(stage, proposed.approval, people);
  const { readyAt } = await readRecord(stage.provider, stage.record, proposed.id);
  await stage.waitUntil(readyAt);
  await executeChange(stage.sendingAs(stage.operator("CHANGE_EXECUTOR")), stage.record, proposed.id);
  return proposed;
}
