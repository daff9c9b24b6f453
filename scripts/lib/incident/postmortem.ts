import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import type { SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import { describeClock } from "#lib/incident/clocks";
import type { IncidentOverview } from "#lib/incident/overview";
import { describeEvent, type IncidentEvent } from "#lib/incident/story";
import { isoTime } from "#lib/input/parse-time";

/** What a postmortem takes from the chain. */
export interface PostmortemFacts {
  readonly overview: IncidentOverview;
  readonly story: readonly IncidentEvent[];
  readonly book: SystemBook;
  readonly chainId: number;
}

const template = fileURLToPath(new URL("../../../docs/templates/incident/postmortem.md", import.meta.url));

/** What the tools write stands between these; people write around it. */
const BEGIN = "<!-- facts from the chain: begin -->";
const END = "<!-- facts from the chain: end -->";

/** A new postmortem: the template with the facts of the chain filled in. What people have to write stays in brackets. */
export function renderPostmortem(facts: PostmortemFacts): string {
  const text = readFileSync(template, "utf8").replaceAll("{{label}}", facts.overview.label);
  return withFacts(text, facts, template);
}

/** Writes a postmortem in one step, so that an interrupted run leaves no half of it. */
export function writePostmortem(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}

/**
 * An existing postmortem with the facts as the chain has them now; what people wrote is kept.
 *
 * @throws SuiteError `conflict/postmortem` when the marks around the facts are gone.
 */
export function refreshPostmortem(path: string, facts: PostmortemFacts): string {
  return withFacts(existsSync(path) ? readFileSync(path, "utf8") : "", facts, path);
}

function withFacts(text: string, facts: PostmortemFacts, path: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin === -1 || end < begin) {
    throw new SuiteError({
      code: "conflict/postmortem",
      message: `${path} has lost the marks around the facts from the chain.`,
      hint: `Put "${BEGIN}" and "${END}" back, each on a line of its own.`,
      details: { path },
    });
  }
  const inserted = [BEGIN, "", ...renderFacts(facts), "", END].join("\n");
  return `${text.slice(0, begin)}${inserted}${text.slice(end + END.length)}`;
}

function renderFacts({ overview, story, book, chainId }: PostmortemFacts): string[] {
  const { incident, clocks, keys, debt } = overview;
  const named = (...names: string[]): string[] =>
    bullets(story.filter(({ name }) => names.includes(name)).map((event) => describeEvent(event, book)));
  const safeTransactions = new Set(
    story.filter(({ name }) => name === "EmergencyDeclared").map(({ args }) => String(args["safeTxHash"])),
  );
  return [
    "| | |",
    "|---|---|",
    `| Incident | \`${incident.id}\` |`,
    `| Chain | ${String(chainId)} |`,
    `| Severity | ${incident.severity} |`,
    `| Status | ${incident.status} |`,
    `| Responsible entity | ${incident.entity === null ? "none yet" : String(incident.entity)} |`,
    `| Opened | ${isoTime(incident.openedAt)}, block ${String(incident.openedBlock)} |`,
    `| Review due | ${debt === null ? "no debt to the EmergencyController" : isoTime(debt.dueAt)} |`,
    "",
    "### Timeline",
    "",
    ...bullets(story.map((event) => describeEvent(event, book))),
    "",
    "### Service levels",
    "",
    ...bullets(clocks.map(describeClock)),
    "",
    "### Severities",
    "",
    ...named("IncidentOpened", "SeverityChanged"),
    "",
    "### Statements",
    "",
    ...named("StatementPublished"),
    "",
    "### Restrictions and overrides",
    "",
    ...named("SystemRestricted", "RestrictionSkipped", "RestrictionExtended", "OverrideGranted"),
    "",
    "### Safe transactions",
    "",
    ...bullets([...safeTransactions].map((hash) => `\`${hash}\``)),
    "",
    "### Keys",
    "",
    ...bullets(keys.map((key) => `\`${key}\``)),
  ];
}

function bullets(items: readonly string[]): string[] {
  return items.length === 0 ? ["None."] : items.map((item) => `- ${item}`);
}
