import type { Summary } from "#lib/demo/summary";

/** The summary as a person reads it at the end of the demonstration. */
export function renderSummary({ steps, verification, bundle }: Summary, out: string): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const lines = steps.map(
    ({ name, approval, gas, transactions, outcome }) =>
      `${name.padEnd(width)}  ${(approval ?? "–").padEnd(17)}  ${String(transactions.length).padStart(3)} tx  ` +
      `${gas.toLocaleString("en-US").padStart(11)} gas  ${outcome}`,
  );
  const verdict = verification.ok ? "proven" : "NOT PROVEN";
  return [
    ...lines,
    "",
    `Evidence: ${String(verification.claims)} claims ${verdict} over ${String(verification.events)} events and ` +
      `${String(verification.approvals)} Safe transactions.`,
    `Look at:  ${bundle}/data/report.html (who approved what; open it in a browser)`,
    `          ${bundle}`,
    `          ${out}/summary.json`,
    `Verify:   npm run evidence:verify -- ${bundle} --trust ${out}/trust.json --report ${out}/verdict.html`,
  ].join("\n");
}
