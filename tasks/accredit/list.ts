import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import type { Accreditation } from "#lib/identity/accreditation";
import { listAccreditations } from "#lib/identity/read-accreditations";
import { listSchemas } from "#lib/identity/read-schemas";
import { renderAccreditation, renderSchema } from "#lib/identity/render";
import { scopeNames } from "#lib/identity/scope-names";
import { parseDuration } from "#lib/input/parse-duration";

interface ListArguments extends SuiteTaskArguments {
  readonly due: boolean;
  readonly within: string;
  readonly all: boolean;
}

export default runTask(async ({ due, within: written, all }: ListArguments, context) => {
  const within = parseDuration(written, "--within");
  if (due && all) {
    throw new SuiteError({
      code: "input/options",
      message: "--due and --all exclude each other: what was withdrawn is never due.",
      hint: "Give one of them.",
    });
  }
  const nameOf = scopeNames(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const [now, known, schemas] = await Promise.all([
    chainTime(provider),
    listAccreditations(provider, record),
    listSchemas(provider, record),
  ]);
  const pressing = known.filter((accreditation) => isPressing(accreditation, now, within));
  const standing = known.filter(({ status }) => all || status !== "Withdrawn");
  const accreditations = due ? pressing : standing;
  const lines = [
    ...(due ? [] : schemas.map((schema) => renderSchema(schema, nameOf, now))),
    ...accreditations.flatMap((accreditation) => renderAccreditation(accreditation, nameOf, now)),
  ];
  const none = due ? "No accreditation is due." : "No accreditations.";
  context.reporter.result(
    { ok: true, now, schemas, accreditations, pressing: pressing.length },
    lines.length === 0 ? none : lines.join("\n"),
  );
  return due && pressing.length > 0 ? ExitCode.due : ExitCode.ok;
});

/** What stands but is refused, or ends soon. A suspension waits for a decision of its own. */
function isPressing({ status, refusal, until }: Accreditation, now: number, within: number): boolean {
  if (status === "Withdrawn" || status === "Suspended") return false;
  return refusal !== null || until - now <= within;
}
