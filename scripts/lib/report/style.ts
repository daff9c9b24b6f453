/** The page's only style sheet. Wide tables fold on a narrow screen; on paper nothing is lost but colour. */
export const STYLE = `
:root { --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --ground: #f6f8fa; --link: #0b4f9e;
  --good: #116329; --open: #7a4b00; --bad: #a40e26; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 72rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 "Source Serif 4", Charter, "Bitstream Charter", "Noto Serif", Georgia, serif; }
h1, h2, h3, h4, table, dt, nav, .badge { font-family: "Source Sans 3", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 3px solid var(--ink); }
h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
p, dl, ul, ol { margin: .5rem 0; max-width: 48rem; }
a { color: var(--link); }
code, .evidence, .path { font-family: "Noto Sans Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: .8em; }
code, .path, .reason { overflow-wrap: anywhere; }
.evidence, .path { color: var(--quiet); }
pre { overflow-x: auto; padding: .6rem .8rem; background: var(--ground); border: 1px solid var(--line); white-space: pre-wrap; }
q { quotes: "“" "”"; overflow-wrap: anywhere; }
nav ol { padding-left: 1.4rem; columns: 2; column-gap: 2rem; }
article { margin: 2rem 0; padding: .1rem 1.25rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
.story { font-size: 1.05rem; }
.notice { padding: .8rem 1rem; border-left: 6px solid var(--open); background: #fff8e5; max-width: none; }
.verdict { font-size: 1.25rem; }
dl > div { display: grid; grid-template-columns: 14rem 1fr; gap: .25rem 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
dl { max-width: none; }
dt { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
dd ol, dd ul { margin: 0; padding-left: 1.2rem; }
table { width: 100%; margin: .75rem 0 1.25rem; border-collapse: collapse; font-size: .88rem; line-height: 1.4; }
caption { padding: .4rem 0; text-align: left; font-weight: 600; overflow-wrap: anywhere; }
caption .path { font-weight: 400; }
th, td { padding: .4rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { background: var(--ground); }
td:has(time) { min-width: 6.5rem; }
td:has(q) { min-width: 11rem; }
.badge { padding: 0 .4em; border: 1.5px solid currentColor; border-radius: 4px; font-size: .85em; white-space: nowrap; }
.good { color: var(--good); } .open { color: var(--open); } .bad { color: var(--bad); }
.left-out { color: var(--open); }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
@media screen and (max-width: 64rem) {
  body { padding: 1rem .75rem 3rem; }
  nav ol { columns: 1; }
  article { padding: .1rem .75rem .75rem; }
  dl > div { grid-template-columns: 1fr; gap: 0; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, caption, tbody, tr, td { display: block; }
  tr { margin: .5rem 0; border: 1px solid var(--line); }
  td { border: 0; padding: .2rem .5rem; overflow-wrap: anywhere; }
  td::before { content: attr(data-label) ": "; color: var(--quiet); }
}
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  h1 { font-size: 18pt; } h2 { font-size: 14pt; break-after: avoid; } h3, h4 { break-after: avoid; }
  article { border: 0; border-top: 1px solid var(--ink); border-radius: 0; padding: 0; }
  table { font-size: 8pt; }
  td:has(time), td:has(q) { min-width: 0; }
  td, .evidence { overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  tr, dl > div, caption { break-inside: avoid; }
  caption { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  dl > div { grid-template-columns: 42mm 1fr; }
}
`;
