import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { parseCouncil } from "#lib/change/council";
import { listDossiers, openDossier } from "#lib/change/dossier";
import { scaffoldChange } from "#lib/change/scaffold";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { readGovernance } from "#lib/deployment/governance-schema";
import { COUNCIL_ROLES, ROLE_IDS } from "#lib/permissions/roles";
import { bearSafe, birthAddress } from "#lib/safe/guarded-birth";
import { readSeatedOwners, standsAs } from "#lib/safe/read-succession";
import { successionCalls, successorBirth } from "#lib/safe/succession";

interface ReplaceArguments extends SuiteTaskArguments, SendingArguments {
  readonly council: string;
  readonly release: string;
  readonly dryRun: boolean;
}

/** Births, proposes, records: each run goes on where the chain says that the last one ended. */
export default runTask(async ({ council: named, release, dryRun, ...taskArguments }: ReplaceArguments, context) => {
  const { deploymentDirectory, reporter } = context;
  const council = parseCouncil(named);
  const governance = readGovernance(deploymentDirectory);
  const suite = await openSuite(context);
  const { provider, record } = suite;
  const birth = successorBirth(governance, record, council);
  const safe = await birthAddress(provider, record, birth);
  const role = COUNCIL_ROLES[council];
  const answer = { council, safe, role, owners: birth.owners };

  const councilId = await standsAs(provider, record, safe, ROLE_IDS[role]);
  if (councilId !== undefined) {
    const former = { ...record.safes[council], council };
    const safes = { ...record.safes, [council]: { address: safe, councilId, role, birth } };
    if (!dryRun)
      writeContractsRecord(deploymentDirectory, {
        ...record,
        safes,
        formerSafes: [...(record.formerSafes ?? []), former],
      });
    reporter.result({ ok: true, outcome: "in-office", ...answer }, `in office: ${safe}, council ${String(councilId)}`);
    return;
  }
  const seated = await readSeatedOwners(provider, record, council);
  const now = await chainTime(provider);
  const { calls, leftSeats } = successionCalls(governance, record, council, { safe, seated, now });
  for (const owner of leftSeats) reporter.warn(`${owner} keeps a seat on the old Safe: vacate it by another change.`);
  if (dryRun) {
    reporter.result(
      { ok: true, outcome: "dry-run", ...answer, calls },
      `dry run: ${safe}, ${String(calls.length)} calls`,
    );
    return;
  }
  const sending = await openSending(context, suite, taskArguments, ROLE_IDS.CHANGE_PROPOSER);
  reporter.step(`${await bearSafe(sending, record, birth)}: ${safe}`);
  const title = `Replace the ${council} council`;
  const begun = listDossiers(deploymentDirectory).find((path) =>
    openDossier(deploymentDirectory, path).file.calls.some(
      ({ function: name, args }) => name.startsWith("registerCouncil(") && args[0] === safe,
    ),
  );
  const path =
    begun ??
    (
      await scaffoldChange(provider, record, deploymentDirectory, {
        title,
        class: "HighRiskUpgrade",
        proposer: await sending.signer.getAddress(),
        version: release,
        uri: "",
        irreversible: true,
        calls,
        rollback: [],
      })
    ).path;
  reporter.result(
    { ok: true, outcome: begun === undefined ? "written" : "still-valid", ...answer, path },
    `${path}\nFill in its documents, then run: npx hardhat change check ${path}`,
  );
});
