import type { ChangeLine } from "#lib/evidence/change-format";
import { bundlePaths } from "#lib/evidence/format";
import { badge, newest, table } from "#lib/report/blocks";
import { changeArticle } from "#lib/report/change-article";
import { type Content, html, joined } from "#lib/report/markup";
import { standingApprovals } from "#lib/report/change-story";
import { approvedBy } from "#lib/report/signers";
import type { Directory, ReportSource } from "#lib/report/source";
import { capital, inWords, moment, told } from "#lib/report/words";
import { verdictOn } from "#lib/report/verdict-words";

/** Every change: a table to find it, then one article for each with its rule, its signers and its papers. */
export function changeSection(source: ReportSource, directory: Directory): Content {
  const { changes } = source.views.registers;
  const { shown, rest } = newest(changes, bundlePaths.changes);
  const first = changes.length - shown.length + 1;
  return html`<section id="changes">
    <h2>Changes</h2>
    <p>
      Every change that was ever proposed, the oldest first. Who signed stands with each change; the numbers after “#”
      are places in the evidence.
    </p>
    ${changes.length === 0 ? html`<p>None was proposed.</p>` : overview(shown, first, source, directory)} ${rest}
    ${shown.map((change, index) => changeArticle(change, first + index, source, directory))}
  </section> `;
}

function overview(changes: readonly ChangeLine[], first: number, source: ReportSource, directory: Directory): Content {
  const verdict = source.verdict === undefined ? [] : ["Verdict"];
  return table(
    "All changes",
    ["No.", "What", "Outcome", "Approved by", "Executed", ...verdict],
    changes.map((change, index) => [
      html`<a href="#change-${first + index}">${first + index}</a>`,
      html`${capital(inWords(change.changeClass))}, version ${told(change.version)}`,
      outcome(change),
      approvers(change, directory),
      executionTime(change),
      verdictOn(change.steps, source),
    ]),
  );
}

function outcome({ status }: ChangeLine): Content {
  switch (status) {
    case "Executed":
      return badge("executed", "good");
    case "RolledBack":
      return badge("executed, then rolled back", "open");
    case "Objected":
    case "Cancelled":
      return badge(inWords(status), "bad");
    case "Proposed":
    case "Queued":
      return badge(inWords(status), "open");
  }
}

function approvers(change: ChangeLine, directory: Directory): Content {
  const given = standingApprovals(change);
  if (given.length === 0) return "nobody";
  return joined(
    given.flatMap(({ approvals }) => approvals.map((hash) => approvedBy(hash, directory))),
    html`<br />`,
  );
}

function executionTime({ steps }: ChangeLine): Content {
  const executed = steps.findLast(({ step }) => step === "executed");
  return executed === undefined ? "never" : html`${moment(executed.time)}, block ${executed.blockNumber}`;
}
