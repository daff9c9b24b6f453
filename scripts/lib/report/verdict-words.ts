import type { Claim, Verdict } from "#lib/evidence/report";
import { badge } from "#lib/report/blocks";
import { type Content, html } from "#lib/report/markup";
import type { ReportSource } from "#lib/report/source";

/** The worst first. */
const ORDER: readonly Verdict[] = ["FAILED", "UNPROVEN", "CONSISTENT", "PROVEN"];

/** The verdict of several claims: their worst. */
export function worst(claims: readonly Claim[]): Verdict {
  return ORDER.find((verdict) => claims.some((claim) => claim.verdict === verdict)) ?? "UNPROVEN";
}

export function verdictBadge(verdict: Verdict): Content {
  return badge(verdict, verdict === "PROVEN" ? "good" : verdict === "FAILED" ? "bad" : "open");
}

interface Place {
  readonly contract: string;
  readonly sequence: number;
}

/** What the verifier found of these events; nothing where no verifier wrote the page. */
export function verdictOn(places: readonly Place[], { verdict }: ReportSource): Content {
  if (verdict === undefined) return null;
  const known = new Set(places.map(({ contract, sequence }) => `${contract} ${sequence}`));
  const claims = verdict.report.claims.filter(({ contract, sequence }) =>
    known.has(`${contract ?? ""} ${sequence ?? 0}`),
  );
  const open = claims.filter((claim) => claim.verdict !== "PROVEN");
  return html`${verdictBadge(worst(claims))}
  ${open.map(({ reason }) => html`<br /><span class="reason">${reason}</span>`)}`;
}
