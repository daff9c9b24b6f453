import type { ChangeLine } from "#lib/evidence/change-format";
import { type Content, html, joined } from "#lib/report/markup";
import { approvedBy } from "#lib/report/signers";
import type { Directory } from "#lib/report/source";
import { moment } from "#lib/report/words";

type Step = ChangeLine["steps"][number];

/** The life of a change in one paragraph. */
export function changeStory(change: ChangeLine, directory: Directory): Content {
  const last = (name: Step["step"]): Step | undefined => change.steps.findLast(({ step }) => step === name);
  const told = (name: Step["step"], words: string): Content => {
    const step = last(name);
    if (step === undefined) return null;
    return html` ${words} by ${directory.account(step.by)} at ${moment(step.time)} (block ${step.blockNumber}).`;
  };
  const given = standingApprovals(change).flatMap(({ approvals }) => approvals);
  const approved =
    given.length === 0
      ? html` It is not approved.`
      : html` Approved by
        ${joined(
          given.map((hash) => approvedBy(hash, directory)),
          "; and by ",
        )}.`;
  return html`${told("proposed", "Proposed")}${approved}${told("executed", "Executed")}${told("rolledBack", "Rolled back")}
  ${told("objected", "Objected to")}${told("cancelled", "Cancelled")}${unfinished(change)}`;
}

/** Approvals that were not sent back since. */
export function standingApprovals({ steps }: ChangeLine): ChangeLine["steps"] {
  const sentBack = steps.findLastIndex(({ step }) => step === "vetoed" || step === "withdrawn" || step === "proposed");
  return steps.slice(sentBack + 1).filter(({ step }) => step === "approved");
}

function unfinished({ status, executeBy }: ChangeLine): Content {
  if (status === "Queued" && executeBy !== null)
    return html` It was not executed; it may run until ${moment(executeBy)}.`;
  return status === "Proposed" ? " It was not executed." : null;
}
