import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments, type TaskContext } from "../support/run-task.ts";

import { openIdentity } from "./open-terms.ts";

import { describeExamination, describeKeystores, describeSize, describeStores } from "#lib/continuity/render";
import { runRestore, type Anchor } from "#lib/continuity/run-restore";
import { contractsRecordPath, readContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { readTrust, type Trust } from "#lib/evidence/trust";
import { parseInteger } from "#lib/input/parse-integer";
import { parseLabel } from "#lib/input/parse-label";

interface RestoreArguments extends SuiteTaskArguments {
  readonly folder: string;
  readonly target: string;
  readonly identity: string;
  readonly trust: string;
  readonly series: string;
  readonly sequence: string;
  readonly older: boolean;
  readonly unrecorded: boolean;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: RestoreArguments, context) => {
  const { older, unrecorded, dryRun } = taskArguments;
  const { reporter } = context;
  const series = parseLabel(taskArguments.series, "--series");
  const sequence =
    taskArguments.sequence === "" ? undefined : Number(parseInteger(taskArguments.sequence, "--sequence"));
  const identity = await openIdentity(taskArguments.identity);
  const trust = taskArguments.trust === "" ? undefined : readTrust(resolve(taskArguments.trust));
  const anchor = anchorOf(context, trust);
  const [folder, target] = [resolve(taskArguments.folder), resolve(taskArguments.target)];
  const { provider: rpc } = await context.connect();
  const leniency = { older, unrecorded };
  const terms = { folder, target, identity, series, sequence, leniency, anchor, trust, rpc, reporter };
  const { backup, examination } = await runRestore(terms, { dryRun });
  const { manifest, digest, standing, index } = backup;
  for (const line of describeKeystores(index)) reporter.info(line);
  const ok = examination?.ok ?? true;
  const outcome = dryRun ? "dry-run" : "restored";
  const { stores, keystores } = index;
  reporter.result(
    { ok, outcome, target, sequence: manifest.sequence, digest, standing, stores, keystores, examination },
    [
      ...describeStores(stores),
      `${outcome}: backup ${manifest.sequence} (${standing.state}), ${describeSize(index)}, to ${target}`,
      ...(examination === null ? [] : describeExamination(examination)),
    ].join("\n"),
  );
  return ok ? ExitCode.ok : ExitCode.unproven;
});

/** A trust file goes before what lies on this disk. */
function anchorOf({ deploymentDirectory }: TaskContext, trust: Trust | undefined): Anchor {
  if (trust !== undefined) return { from: "trust", trust };
  if (!existsSync(contractsRecordPath(deploymentDirectory))) return { from: "trust", trust: readTrust(undefined) };
  return { from: "record", record: readContractsRecord(deploymentDirectory) };
}
