import { subjectNames, subjectOf } from "#lib/evidence/narrow";
import { bridgeSection } from "#lib/report/bridge-section";
import { changeSection } from "#lib/report/change-section";
import { councilSection } from "#lib/report/council-section";
import { emergencySection } from "#lib/report/emergency-section";
import { filesSection, limitsSection } from "#lib/report/limits-section";
import { type Content, html } from "#lib/report/markup";
import { programSection } from "#lib/report/program-section";
import { credentialSection, keySection } from "#lib/report/register-sections";
import { pageOf } from "#lib/report/shell";
import { Directory, type ReportSource } from "#lib/report/source";
import { summarySection } from "#lib/report/summary-section";
import { unjudged, verdictSection } from "#lib/report/verdict-section";
import { code, moment, plural } from "#lib/report/words";

const SECTIONS = [
  ["summary", "At a glance"],
  ["changes", "Changes"],
  ["emergencies", "Emergencies, incidents and reviews"],
  ["bridge", "Bridge: limits and conversions"],
  ["programmes", "Programmes and reconciliation"],
  ["keys", "Keys"],
  ["credentials", "Accreditations and credentials"],
  ["councils", "Councils and what their Safes did"],
  ["not-proven", "What this report does not prove"],
  ["files", "What is left out here, and where it is"],
] as const;

/** Sections about contracts that a narrowed bundle leaves out, but for the programmes of one that is narrowed to such. */
const DAILY_BUSINESS: readonly string[] = ["bridge", "programmes", "keys", "credentials"];

/** `data/report.html`: what a bundle tells, for people. It follows from what was derived, and from nothing else. */
export function reportPage(source: ReportSource): string {
  const { description, verdict } = source;
  const directory = new Directory(source);
  const { narrowed } = description;
  const whole = narrowed === null;
  const ofProgram = narrowed !== null && "programId" in narrowed;
  const isHeld = (id: string): boolean => whole || !DAILY_BUSINESS.includes(id) || (ofProgram && id === "programmes");
  const sections = SECTIONS.filter(([id]) => isHeld(id));
  const contents = html`<nav aria-label="Contents">
    <h2>Contents</h2>
    <ol>
      ${sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ol>
  </nav> `;
  return pageOf({
    title: `Evidence of chain ${description.chainId}, blocks ${description.range.from} to ${description.range.to}`,
    lead: [subject(source), verdict === undefined ? unjudged(source) : null],
    main: [
      verdict === undefined ? null : verdictSection(verdict),
      contents,
      summarySection(source),
      changeSection(source, directory),
      emergencySection(source, directory),
      whole ? dailyBusiness(source, directory) : null,
      ofProgram ? programSection(source, directory) : null,
      councilSection(source, directory),
      limitsSection(),
      filesSection(source),
    ],
  });
}

function dailyBusiness(source: ReportSource, directory: Directory): Content {
  return [
    bridgeSection(source, directory),
    programSection(source, directory),
    keySection(source, directory),
    credentialSection(source),
  ];
}

function subject({ description, views }: ReportSource): Content {
  const { anchor, range, period, narrowed } = description;
  const only = narrowed === null ? undefined : subjectOf(narrowed);
  const scope = only === undefined ? null : html`<p>Narrowed to ${subjectNames[only.kind]} ${code(only.id)}.</p>`;
  const asked =
    period.from === range.from
      ? null
      : html`<p>
          Asked for: block ${period.from} to block ${period.to}, in which ${plural(period.events, "event")},
          ${plural(period.approvals, "transaction")} of Safes and ${plural(period.deployments, "deployment")} fall. What
          came before is told as well: what follows rests on it.
        </p>`;
  return html`<p>
      ${plural(views.eventCount, "event")} of ${plural(description.contracts.length, "contract")} and
      ${plural(views.approvals.length, "transaction")} of
      ${plural(description.safes.length, "council’s Safe", "councils’ Safes")}, from block ${range.from} to block
      ${anchor.blockNumber} of ${moment(anchor.timestamp)}.
    </p>
    ${asked} ${scope}`;
}
