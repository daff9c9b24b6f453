import { html } from "#lib/report/markup";
import { pageOf } from "#lib/report/shell";
import type { ReportVerdict } from "#lib/report/source";
import { limitsSection } from "#lib/report/limits-section";
import { verdictSection } from "#lib/report/verdict-section";

/** Of a bundle of which nothing could be derived: the verdict alone. */
export function verdictPage(verdict: ReportVerdict): string {
  return pageOf({
    title: "Verdict on a bundle of evidence",
    lead: html`<p>
      The bundle’s own page is not repeated here: nothing that it tells could be derived from the chain.
    </p>`,
    main: [verdictSection(verdict), limitsSection()],
  });
}
