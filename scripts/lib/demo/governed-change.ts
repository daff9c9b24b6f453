import type { Signer } from "ethers";

import type { Dossier } from "#lib/change/dossier";
import type { ChangeDraft } from "#lib/change/scaffold";
import type { PreparedRequest } from "#lib/change/prepare-request";
import type { CouncilName } from "#lib/deployment/contracts-record";
import type { Stage } from "#lib/demo/stage";

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
export type Plan = Pick<ChangeDraft, "title" | "class" | "version" | "calls" | "rollback" | "incident">;

/** Who signs, by council. */
export type Signers = Readonly<Partial<Record<CouncilName, readonly Signer[]>>>;

/** A change on the chain, and what the owners of each approving Safe sign. */
export interface Proposed {
  readonly id: string;
  readonly dossier: Dossier;
  readonly approvals: readonly PreparedRequest[];
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
  const approvals = await prepareApprovals(provider, record, dossier.path, {
    id,
    changeClass: plan.class,
    approveBy,
    validFor: VALID_FOR,
  });
  return { id, dossier, approvals };
}

/** Takes a change through its whole life; signers verify it against the chain before they sign. */
export async function carryOut(stage: Stage, plan: Plan, signers: Signers): Promise<Proposed> {
  const proposed = await propose(stage, plan);
  const verified = await verifyChange(stage, stage.record, proposed.id, { dossier: proposed.dossier });
  for (const { council, request } of proposed.approvals) {
    const shown = verified.approvals.find((approval) => approval.council === council);
    if (shown?.safeTxHash !== request.safeTxHash) throw new Error("Signers were shown another transaction.");
  }
  await approve(stage, proposed, signers);
  const { readyAt } = await readRecord(stage.provider, stage.record, proposed.id);
  await stage.waitUntil(readyAt);
  await executeChange(stage.sendingAs(stage.operator("CHANGE_EXECUTOR")), stage.record, proposed.id);
  return proposed;
}

/** Each approving Safe's owners sign on their own, and the Safe approves. */
export async function approve(stage: Stage, { approvals }: Proposed, signers: Signers): Promise<void> {
  for (const { council, request } of approvals) await sendAsSafe(stage, request, signers[council] ?? []);
}
