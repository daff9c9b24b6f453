import { existsSync } from "node:fs";
import { join } from "node:path";

import { suiteInterface } from "#lib/abi/suite-interface";
import { assembleChange, type AssembledChange } from "#lib/change/assemble";
import { toAbi } from "#lib/change/change";
import type { changeClasses } from "#lib/change/change-class";
import { dossierFiles, expectedSchema, type Dossier } from "#lib/change/dossier";
import { findChange, readStatus, type ProposedChange } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { requireAccepted } from "#lib/transaction/require-accepted";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";

/** What `change propose` did. */
export interface ProposeResult {
  readonly outcome: "proposed" | "already-proposed" | "dry-run";
  readonly id: string;
  readonly class: (typeof changeClasses)[number];
  readonly transactionHash: string | null;
  readonly blockNumber: number | null;
  /** Unix time until which councils may approve; null in a dry run. */
  readonly approveBy: number | null;
}

/**
 * Puts a dossier's change on the chain.
 *
 * Nothing is sent when the dossier differs from what was checked, when a document is missing, when the change is on the
 * chain already, or when the contracts would refuse it.
 *
 * @throws SuiteError `refused/not-checked`, `conflict/edited-dossier`, `refused/wrong-proposer`, `refused/<custom-error>`, those
 * of `assembleChange` and `sendTransaction`.
 */
export async function proposeChange(
  sending: Sending,
  dossier: Dossier,
  record: ContractsRecord,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<ProposeResult> {
  const { provider, reporter } = sending;
  const assembled = assembleChange(dossier, record);
  requireAsChecked(dossier, assembled);
  const { id, change, context } = assembled;
  if ((await readStatus(provider, record, id)) !== "None") {
    reporter.info(`The chain knows ${id} already; nothing is sent.`);
    return finish(dossier, await findChange(provider, record, id), "already-proposed");
  }
  await requireProposer(sending, context.proposer);
  const data = suiteInterface("ChangeManager").encodeFunctionData("propose", [toAbi(change)]);
  const to = record.contracts.ChangeManager.address;
  if (dryRun) {
    await requireAccepted(provider, { from: context.proposer, to, data }, "The proposal");
    return { outcome: "dry-run", id, class: change.class, transactionHash: null, blockNumber: null, approveBy: null };
  }
  await sendTransaction(sending, { key: `propose:${id}`, action: "The proposal", to, data });
  return finish(dossier, await findChange(provider, record, id), "proposed");
}

/** The proposal as the dossier keeps it. */
function finish(dossier: Dossier, proposed: ProposedChange, outcome: "proposed" | "already-proposed"): ProposeResult {
  const { id, change, transactionHash, blockNumber, approveBy } = proposed;
  writeJsonFile(join(dossier.path, dossierFiles.proposal), {
    schema: "sign.proposal.v1",
    id,
    transactionHash,
    blockNumber,
    approveBy,
  });
  return { outcome, id, class: change.class, transactionHash, blockNumber, approveBy };
}

function requireAsChecked(dossier: Dossier, { id, change, changeFile }: AssembledChange): void {
  const path = join(dossier.path, dossierFiles.expected);
  if (!existsSync(path)) {
    throw new SuiteError({
      code: "refused/not-checked",
      message: `${dossier.path} was not checked: it has no ${dossierFiles.expected}.`,
      hint: `Run: npx hardhat change check ${dossier.path}`,
      details: { path: dossier.path },
    });
  }
  const expected = readJsonFile(path, expectedSchema);
  const edited = [
    ...(expected.changeFile === changeFile ? [] : [dossierFiles.change]),
    ...Object.entries(change.artifacts)
      .filter(([name, digest]) => expected.artifacts[name] !== digest)
      .map(([name]) => name),
  ];
  if (edited.length === 0 && expected.id === id) return;
  throw new SuiteError({
    code: "conflict/edited-dossier",
    message: `${dossier.path} was edited after it was checked (${edited.length === 0 ? "its id" : edited.join(", ")} differs).`,
    hint: `Read the edit, then run: npx hardhat change check ${dossier.path}`,
    details: { path: dossier.path, edited, checked: expected.id, now: id },
  });
}

async function requireProposer({ signer }: Sending, proposer: string): Promise<void> {
  const sender = await signer.getAddress();
  if (sender === proposer) return;
  throw new SuiteError({
    code: "refused/wrong-proposer",
    message: `The dossier is by ${proposer}, the account at hand is ${sender}; the change's id is bound to its proposer.`,
    hint: "Choose the proposer's account with --account.",
    details: { proposer, sender },
  });
}
