import { bundlePaths } from "#lib/evidence/format";
import type { OverrideLine } from "#lib/evidence/incident-format";
import { badge, newest, table } from "#lib/report/blocks";
import { incidentArticle, STEPS_WITH_REVIEW } from "#lib/report/incident-article";
import { type Content, html } from "#lib/report/markup";
import { approvedBy } from "#lib/report/signers";
import type { Directory, ReportSource } from "#lib/report/source";
import { verdictOn } from "#lib/report/verdict-words";
import { capital, code, evidence, inWords, moment } from "#lib/report/words";

/** Emergencies: one article for each incident, then every manual override. */
export function emergencySection(source: ReportSource, directory: Directory): Content {
  const { incidents } = source.views;
  const { shown, rest } = newest(incidents, incidentFile(source));
  const first = incidents.length - shown.length + 1;
  return html`<section id="emergencies">
    <h2>Emergencies, incidents and reviews</h2>
    ${incidents.length === 0 ? html`<p>No incident is on the chain.</p>` : null} ${rest}
    ${shown.map((incident, index) => incidentArticle(incident, first + index, source, directory))}
    ${overrides(source, directory)}
  </section> `;
}

function incidentFile({ description }: ReportSource): string {
  const { narrowed } = description;
  if (narrowed === null) return bundlePaths.incidents;
  return "incidentId" in narrowed ? bundlePaths.story : "data/events";
}

function overrides(source: ReportSource, directory: Directory): Content {
  const all = source.views.overrides;
  const { shown, rest } = newest(all, bundlePaths.overrides);
  const verdict = source.verdict === undefined ? [] : ["Verdict"];
  const list = table(
    "What was allowed in spite of a restriction",
    ["Granted", "Operation of system", "For incident", "By", "Until", "Its review", "Evidence", ...verdict],
    shown.map((line) => [
      moment(line.time),
      html`${inWords(line.operation)} of ${code(line.systemId)}`,
      code(line.incidentId),
      granter(line, directory),
      html`${moment(line.until)}${ending(line)}`,
      debtBadge(line.debt),
      html`${evidence(line)}; document ${code(line.evidenceDigest)}`,
      verdictOn([line], source),
    ]),
  );
  return html`<h3 id="overrides">Manual overrides</h3>
    ${all.length === 0 ? html`<p>None was granted.</p>` : [rest, list]}`;
}

function granter({ safeTxHash, safe }: OverrideLine, directory: Directory): Content {
  return safeTxHash === null ? directory.account(safe) : approvedBy(safeTxHash, directory);
}

function ending({ ended }: OverrideLine): Content {
  return ended === null
    ? null
    : html`; ended at ${moment(ended.time)} ${ended.cause === "ended" ? "early" : "by the next restriction"}`;
}

/** What became of a review that is owed. */
export function debtBadge(debt: keyof typeof STEPS_WITH_REVIEW): Content {
  return badge(capital(STEPS_WITH_REVIEW[debt]), debt === "accepted" ? "good" : "open");
}
