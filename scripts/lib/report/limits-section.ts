import { bundlePaths, type ExportDescription } from "#lib/evidence/format";
import { entries } from "#lib/report/blocks";
import { type Content, html } from "#lib/report/markup";
import type { ReportSource } from "#lib/report/source";
import { code, grouped, joinWords } from "#lib/report/words";

/** What no chain can prove, whatever a verifier says. */
const UNPROVEN: readonly (readonly [what: string, why: string])[] = [
  [
    "That names are true.",
    "Which body or person stands behind an address, and what an entity is called, is what somebody recorded. The digest of its legal document is on the chain; the document is not.",
  ],
  [
    "Who commanded a key.",
    "A signature shows that a key was used, not whose hand used it, nor that nobody was forced.",
  ],
  [
    "That documents say what is right.",
    "Requests, assessments, plans and reviews are present by digest. Ask for the documents, and compare their digests.",
  ],
  [
    "An incident’s story.",
    "When it was opened, who acted and what was restricted is on the chain; why, and whether it was told truly, rests on the signatures of those who reported it.",
  ],
  [
    "That money moved off the chain.",
    "Settlements of a private rail, payments of a batch and reserves are the word of operators, of two entities where the rules ask for two. The private rail’s own books are not here.",
  ],
  [
    "That people were entitled.",
    "Rows of a distribution are known by digest. Whoever has the manifest can check that its rows are those of the root.",
  ],
  [
    "That a credential’s holder was seen, or a key exists and is kept as recorded.",
    "Issuers, verifiers and holders of keys say so with their signatures.",
  ],
  [
    "That the last block is final.",
    "The trust file names it. It must come from sources that you chose: two independent nodes, supervisors, the chain’s own finality.",
  ],
];

/** What the page must not be taken for. */
export function limitsSection(): Content {
  return html`<section id="not-proven">
    <h2>What this report does not prove</h2>
    <p>
      <strong>By itself, nothing.</strong> It is a page that anybody can write. It counts when a verifier says PROVEN,
      with a trust file of your own:
    </p>
    <pre><code>npm run evidence:verify -- BUNDLE --trust TRUST.json</code></pre>
    <p>
      The verifier derives this page again from the chain’s own bytes and compares it to the last one. The verdict on
      each claim belongs to its output, and to the page that it writes with <code>--report</code>; no bundle can carry
      it.
    </p>
    <p>Even then, these rest on somebody’s word:</p>
    <ul>
      ${UNPROVEN.map(([what, why]) => html`<li><strong>${what}</strong> ${why}</li> `)}
    </ul>
  </section> `;
}

function storyOf(narrowed: NonNullable<ExportDescription["narrowed"]>): readonly [string, string] {
  return "incidentId" in narrowed
    ? [bundlePaths.story, "the incident"]
    : [bundlePaths.programStory, "the programme, with its batches and exceptions"];
}

/** Where everything is that is counted here, or left out. */
export function filesSection({ description }: ReportSource): Content {
  const { counts, narrowed, range } = description;
  const lines = (count: number): string => ` ${grouped(count)} lines`;
  const governance: readonly (readonly [string, string])[] = [
    ["data/events/", `every event, as it was proven, ${grouped(counts.events)} lines`],
    ["data/approvals/", `every Safe transaction with its signatures, ${grouped(counts.approvals)} files`],
    [bundlePaths.deployments, `what was executed and rolled back,${lines(counts.deployments)}`],
  ];
  const registers: readonly (readonly [string, string])[] = [
    [bundlePaths.changes, `changes,${lines(counts.changes)}`],
    [bundlePaths.entities, `entities with accounts and seats,${lines(counts.entities)}`],
    [bundlePaths.incidents, `incidents,${lines(counts.incidents)}`],
    [bundlePaths.overrides, `manual overrides,${lines(counts.overrides)}`],
    [bundlePaths.parameters, `moves of the bridge’s limits,${lines(counts.parameters)}`],
    [bundlePaths.settlements, `conversions,${lines(counts.settlements)}`],
    [bundlePaths.programs, `programmes,${lines(counts.programs)}`],
    [bundlePaths.batches, `batches,${lines(counts.batches)}`],
    [bundlePaths.exceptions, `exceptions,${lines(counts.exceptions)}`],
    [bundlePaths.reconciliation, "what every batch and the bridge’s books add up to"],
    [bundlePaths.accreditations, `accreditations and schemas,${lines(counts.accreditations)}`],
    [bundlePaths.keyRotations, `keys,${lines(counts.keyRotations)}`],
    [bundlePaths.statusChecks, `checks and revocations of credentials,${lines(counts.statusChecks)}`],
  ];
  const held = narrowed === null ? [...governance, ...registers] : [...governance, storyOf(narrowed)];
  return html`<section id="files">
    <h2>What is left out here, and where it is</h2>
    <p>
      This page lists what is governed and counts what comes in masses. Texts are cut after 300 characters, lists after
      their newest 500 lines. The files of the bundle hold all of it, from block ${range.from} to block ${range.to}:
    </p>
    ${entries(held.map(([path, what]) => [code(path), what]))}
    ${narrowed === null ? null : html`<p>Left out of this bundle: ${joinWords(narrowed.omitted)}.</p>`}
  </section> `;
}
