import { claimTopics, topicOf } from "#lib/evidence/render-report";
import type { Claim } from "#lib/evidence/report";
import { badge, entries, table } from "#lib/report/blocks";
import { type Content, html } from "#lib/report/markup";
import type { ReportSource, ReportVerdict } from "#lib/report/source";
import { verdictBadge, worst } from "#lib/report/verdict-words";
import { code, evidence, grouped } from "#lib/report/words";

/** More claims than this are counted; `--json` holds them all. */
const LISTED = 500;

/** What the verifier found: the verdict, every claim that is not proven, and what is, kind by kind. */
export function verdictSection({ report, manifest }: ReportVerdict): Content {
  const { claims, ok } = report;
  const open = claims.filter(({ verdict }) => verdict !== "PROVEN");
  return html`<section id="verdict">
    <h2>Verdict</h2>
    <p class="verdict">
      ${badge(ok ? "PROVEN" : "NOT PROVEN", ok ? "good" : "bad")} ${grouped(claims.length - open.length)} of
      ${grouped(claims.length)} claims hold.
    </p>
    ${entries([["Judged, to the last byte", html`SHA-256 of <code>tagmanifest-sha256.txt</code>: ${code(manifest)}`]])}
    <p>
      Whoever verified it wrote this page. If that was not you, it is somebody’s word: verify the bundle yourself, with
      a trust file of your own.
    </p>
    <h3>Not proven</h3>
    ${open.length === 0 ? html`<p>Every claim is proven. <a href="#not-proven">What no claim is about</a> stands below.</p>` : list(open)}
    <h3>Every kind of claim</h3>
    ${table(
      "Verdict by kind of claim",
      ["Claim", "Verdict", "Reason"],
      kinds(claims).map(([kind, own]) => [topicOf(kind), verdictBadge(worst(own)), reason(own)]),
    )}
  </section> `;
}

function list(open: readonly Claim[]): Content {
  const rest = open.length - LISTED;
  return [
    table(
      "Claims that are not proven",
      ["Verdict", "Claim", "Where", "Reason"],
      open
        .slice(0, LISTED)
        .map(({ verdict, claim, reason: why, contract, sequence }) => [
          verdictBadge(verdict),
          topicOf(claim),
          place(contract, sequence),
          html`<span class="reason">${why}</span>`,
        ]),
    ),
    rest > 0 ? html`<p class="left-out">${grouped(rest)} more: see the verifier’s <code>--json</code>.</p>` : null,
  ];
}

function place(contract: string | undefined, sequence: number | undefined): Content {
  if (contract === undefined) return "the bundle";
  return sequence === undefined ? contract : evidence({ contract, sequence });
}

function kinds(claims: readonly Claim[]): (readonly [string, readonly Claim[]])[] {
  return claimTopics(claims).map((kind) => [kind, claims.filter(({ claim }) => claim === kind)] as const);
}

function reason(own: readonly Claim[]): Content {
  const [only] = own;
  if (own.length === 1) return html`<span class="reason">${only?.reason ?? null}</span>`;
  const proven = own.filter(({ verdict }) => verdict === "PROVEN").length;
  return `${grouped(proven)} of ${grouped(own.length)} claims hold`;
}

/** Says at the top of a bundle's own page that nobody has judged it. */
export function unjudged({ description }: ReportSource): Content {
  return html`<p class="notice" role="note">
    <strong>This page is no proof.</strong> It was derived from the bundle that it lies in, whose chain ends at block
    ${description.anchor.blockNumber} ${code(description.anchor.blockHash)}. It counts only when a verifier says PROVEN
    with a trust file of your own: see <a href="#not-proven">what this report does not prove</a>.
  </p>`;
}
