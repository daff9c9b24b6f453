import type { ExportDescription } from "#lib/evidence/format";
import { entries, tally } from "#lib/report/blocks";
import { type Content, html } from "#lib/report/markup";
import type { ReportSource } from "#lib/report/source";
import { grouped, inWords, joinWords, plural } from "#lib/report/words";
import { changeStatuses } from "#lib/evidence/change-format";

/** What the page tells of at length, in numbers; and what a reader should ask about. */
export function summarySection(source: ReportSource): Content {
  const { views, description } = source;
  const { changes, programs, keyRotations, exceptions } = views.registers;
  const byStatus = tally(
    changes.map(({ status }) => status),
    changeStatuses,
  ).map(([status, count]) => `${grouped(count)} ${inWords(status)}`);
  const all = description.narrowed === null;
  return html`<section id="summary">
    <h2>At a glance</h2>
    ${entries([
      [
        "Changes",
        html`<a href="#changes">${grouped(changes.length)}</a>: ${byStatus.length === 0 ? "none" : joinWords(byStatus)}`,
      ],
      [
        "Incidents",
        html`<a href="#emergencies">${grouped(views.incidents.length)}</a>,
          ${plural(views.overrides.length, "manual override")}`,
      ],
      ["Safe transactions", html`<a href="#councils">${grouped(views.approvals.length)}</a>`],
      ["Conversions", all ? html`<a href="#bridge">${grouped(views.settlements.length)}</a>` : null],
      [
        "Programmes",
        all || isOfProgram(description)
          ? html`<a href="#programmes">${grouped(programs.length)}</a>, ${plural(exceptions.length, "exception")}`
          : null,
      ],
      ["Keys", all ? html`<a href="#keys">${grouped(keyRotations.length)}</a>` : null],
      ["Events", grouped(views.eventCount)],
    ])}
    <h3>Ask about</h3>
    ${questions(source)}
  </section> `;
}

function isOfProgram({ narrowed }: ExportDescription): boolean {
  return narrowed !== null && "programId" in narrowed;
}

/** What is open at the end of the range. Nothing of it is wrong by itself. */
function questions({ views, description }: ReportSource): Content {
  const { changes, keyRotations, exceptions, programs } = views.registers;
  const now = description.anchor.timestamp;
  const all = description.narrowed === null;
  const ofProgram = all || isOfProgram(description);
  const open: readonly (readonly [number, (count: number) => string, string])[] = [
    [
      views.incidents.filter(({ debt }) => debt !== null && debt !== "accepted").length,
      (count) => `${plural(count, "incident")} whose review is owed`,
      "emergencies",
    ],
    [
      views.incidents.filter(({ status }) => ["Open", "Acknowledged", "Mitigated"].includes(status)).length,
      (count) => `${plural(count, "incident")} not resolved`,
      "emergencies",
    ],
    [views.overrides.length, (count) => plural(count, "manual override"), "overrides"],
    [
      changes.filter(({ status }) => status === "RolledBack").length,
      (count) => `${plural(count, "change")} rolled back`,
      "changes",
    ],
    [
      changes.filter(({ steps }) => steps.some(({ step }) => step === "vetoed" || step === "objected")).length,
      (count) => `${plural(count, "change")} vetoed or objected to`,
      "changes",
    ],
    [
      changes.filter(({ status }) => status === "Proposed" || status === "Queued").length,
      (count) => `${plural(count, "change")} proposed and not executed`,
      "changes",
    ],
    [
      all ? keyRotations.filter(({ status, dueAt }) => status === "Current" && dueAt < now).length : 0,
      (count) => `${plural(count, "key")} overdue`,
      "keys",
    ],
    [
      all ? keyRotations.filter(({ status }) => status === "Compromised").length : 0,
      (count) => `${plural(count, "key")} compromised and not replaced`,
      "keys",
    ],
    [
      ofProgram ? exceptions.filter(({ status }) => status === "Raised" || status === "Disputed").length : 0,
      (count) => `${plural(count, "exception")} not resolved`,
      "programmes",
    ],
    [
      ofProgram ? programs.filter(({ volume }) => !isAccountedFor(volume)).length : 0,
      (count) => `${plural(count, "programme")} with amounts not yet accounted for`,
      "programmes",
    ],
  ];
  const items = open.filter(([count]) => count > 0);
  if (items.length === 0) return html`<p>Nothing is open at the end of the range.</p>`;
  return html`<ul>
    ${items.map(([count, say, section]) => html`<li><a href="#${section}">${say(count)}</a></li> `)}
  </ul>`;
}

function isAccountedFor(volume: ReportSource["views"]["registers"]["programs"][number]["volume"]): boolean {
  const parts = [volume.settled, volume.exceptions, volume.residual].map(BigInt);
  return BigInt(volume.authorised) === parts.reduce((sum, part) => sum + part, 0n);
}
