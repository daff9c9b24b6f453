import { bundlePaths } from "#lib/evidence/format";
import type { IncidentLine, SystemAct } from "#lib/evidence/incident-format";
import { badge, entries, newest, table } from "#lib/report/blocks";
import { type Content, html, joined } from "#lib/report/markup";
import { approvedBy, signersOf } from "#lib/report/signers";
import type { Directory, ReportSource } from "#lib/report/source";
import { verdictOn } from "#lib/report/verdict-words";
import { code, evidence, inWords, moment } from "#lib/report/words";

/** How a review that is owed stands. */
export const STEPS_WITH_REVIEW = {
  owed: "review owed",
  filed: "review filed, not accepted",
  accepted: "review accepted",
} as const;

const DEBT_ACTS = {
  narrativeFiled: "narrative filed",
  filed: "review filed: what is owed waits for its judgement",
  rejected: "review rejected: it is owed again",
  accepted: "review accepted: nothing is owed any more",
} as const;

interface Act {
  readonly time: number;
  readonly contract: string;
  readonly sequence: number;
}

/** A row of what happened, with where it stands. */
type Row = readonly [act: Act, what: Content, by: Content];

/** One incident: what it was, who acted with whose signatures, on what, and what became of its review. */
export function incidentArticle(
  line: IncidentLine,
  number: number,
  source: ReportSource,
  directory: Directory,
): Content {
  const rows = newest(history(line, directory), bundlePaths.incidents);
  const acts = newest(
    line.systems.flatMap(({ systemId, acts: done }) => done.map((act) => ({ systemId, act }))),
    bundlePaths.incidents,
  );
  return html`<article id="incident-${number}" data-incident="${line.incidentId}">
    <h3>${number}. ${line.severity === "None" ? "Incident" : line.severity} incident, ${inWords(line.status)}</h3>
    ${entries([
      ["Incident", code(line.incidentId)],
      ["Post-incident review", debt(line)],
      [
        "Responsible",
        joined(
          line.responsible.map((entity) => directory.entity(entity)),
          ", then ",
        ),
      ],
      [
        "Emergency fixes",
        line.fixes.length === 0
          ? null
          : joined(
              line.fixes.map(({ changeId }) => code(changeId)),
              ", ",
            ),
      ],
      [
        "Keys named",
        line.keys.length === 0
          ? null
          : joined(
              line.keys.map(({ keyId }) => code(keyId)),
              ", ",
            ),
      ],
      ["Verdict of the verifier", source.verdict === undefined ? null : verdictOn(placesOf(line), source)],
    ])}
    <h4>Who declared it</h4>
    ${declarations(line, directory)}
    ${
      acts.shown.length === 0
        ? null
        : table(
            "What was done to systems",
            ["When", "System", "What", "By", "Evidence"],
            acts.shown.map(({ systemId, act }) => [
              moment(act.time),
              code(systemId),
              systemAct(act),
              act.safeTxHash === null ? directory.account(act.safe) : approvedBy(act.safeTxHash, directory),
              evidence(act),
            ]),
          )
    }
    ${acts.rest} ${rows.rest}
    ${table(
      "Life of the incident",
      ["When", "What", "By", "Evidence"],
      rows.shown.map(([act, what, by]) => [moment(act.time), what, by, evidence(act)]),
    )}
  </article> `;
}

function debt({ debt: owed }: IncidentLine): Content {
  if (owed === null) return "nothing was ever owed";
  return badge(STEPS_WITH_REVIEW[owed], owed === "accepted" ? "good" : "open");
}

function declarations({ declarations: made }: IncidentLine, directory: Directory): Content {
  if (made.length === 0) return html`<p>No council: it was opened as a report, and nothing was restricted for it.</p>`;
  return made.map(({ safe, safeTxHash, playbookId, digest }) => {
    const plan = playbookId === null ? "without a playbook" : html`by playbook ${code(playbookId)}`;
    const lead = html`Declared ${plan}, document ${code(digest)}`;
    return safeTxHash === null
      ? html`<p>${lead}: ${directory.account(safe)}</p>`
      : signersOf(safeTxHash, lead, directory);
  });
}

function systemAct(act: SystemAct): Content {
  switch (act.act) {
    case "restricted":
      return html`restricted to ${inWords(act.mode)} until ${moment(act.until)}, then limited until
      ${moment(act.limitedUntil)}`;
    case "extended":
      return html`extended: ${inWords(act.mode)} until ${moment(act.until)}, then limited until
      ${moment(act.limitedUntil)}; document ${code(act.digest)}`;
    case "restored":
      return html`restored to ${inWords(act.mode)}; document ${code(act.digest)}`;
    case "skipped":
      return html`not restricted: refused with ${code(act.reason)}`;
  }
}

/** Everything that was said and done of it, in the order of time. */
function history(line: IncidentLine, directory: Directory): Row[] {
  const rows: Row[] = [
    ...line.life.map((step): Row => [step, html`${step.step}${document(step.digest)}`, directory.account(step.by)]),
    ...line.severities.map((item): Row => {
      return [item, html`severity ${item.severity}${document(item.digest)}`, directory.account(item.by)];
    }),
    ...line.statements.map((item): Row => {
      return [item, html`${inWords(item.audience)} statement${document(item.digest)}`, directory.account(item.by)];
    }),
    ...line.reviews.map((item): Row => {
      const what = html`review ${item.step}, ${item.interim === true ? "interim, " : ""}review
      ${code(item.reviewDigest)}`;
      return [item, html`${what}${document(item.digest)}`, item.by === null ? "the rule" : directory.account(item.by)];
    }),
    ...line.debts.map((item): Row => {
      const due = item.act === "owed" ? html`review owed, due at ${moment(item.dueAt)}` : DEBT_ACTS[item.act];
      return [item, due, item.act === "narrativeFiled" ? directory.account(item.safe) : "the rule"];
    }),
  ];
  return rows.sort(([a], [b]) => a.time - b.time);
}

function document(digest: string | null): Content {
  return digest === null ? null : html`; document ${code(digest)}`;
}

function placesOf(line: IncidentLine): Act[] {
  const { life, declarations: made, systems, reviews, debts, fixes } = line;
  return [...life, ...made, ...systems.flatMap(({ acts }) => acts), ...reviews, ...debts, ...fixes];
}
