import { suiteContracts } from "#lib/abi/suite-interface";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";
import { clockOf, isFresh, nodeKey, type Failure, type Watch } from "#lib/monitor/watch";

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } div { overflow-x: auto }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; vertical-align: top }
td.number { font-variant-numeric: tabular-nums }
code { font-size: .85rem; overflow-wrap: anywhere }
.good { color: #1a7f37 } .bad { color: #cf222e; font-weight: 600 }
@media (prefers-color-scheme: dark) { .good { color: #3fb950 } .bad { color: #ff7b72 } }
`;

/** What is watched, how far behind, and what failed last: plain HTML, for a person with a browser and nothing else. */
export function statusPage(watch: Watch, now: number): string {
  const { follow, config } = watch;
  const [title, state] = headline(watch, now);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${config.pollSeconds}">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>S.I.G.N. monitoring: ${state}</h1>
<p>${escaped(isoTime(Math.floor(now)))}. Metrics are at <a href="/metrics">/metrics</a>, the answer for machines at
<a href="/healthz">/healthz</a>.</p>
<h2>Events</h2>
${table(
  ["what", "value"],
  [
    ["events come from", follow.source ?? "nowhere yet"],
    ["counted up to block", watch.published === null ? "nothing yet" : String(watch.published.tip.number)],
    ["last block of the node", follow.head === null ? "unknown" : String(follow.head.number)],
    ["time of that block", follow.head === null ? "unknown" : isoTime(follow.head.timestamp)],
    ["last look without a failure", ago(follow.lastSuccess, now)],
    ["last failure", failure(follow.lastFailure, now)],
  ],
)}
<h2>Nodes</h2>
${table(["rail", "node", "state", "block", "behind", "peers", "syncing", "final block", "last failure"], nodeRows(watch, now))}
<h2>Endpoints</h2>
${config.endpoints.length === 0 ? "<p>None are configured.</p>" : table(["endpoint", "state", "answer", "took", "last success"], endpointRows(watch, now))}
<h2>Open now</h2>
${table(["what", "count"], openRows(watch, now))}
<h2>Evidence chains</h2>
${table(["contract", "events", "head"], evidenceRows(watch))}
</body>
</html>
`;
}

/** What a tired reader takes home: the numbers are fresh, are not, or are about to be not. */
function headline(watch: Watch, now: number): readonly [title: string, state: string] {
  const { lastFailure, lastSuccess } = watch.follow;
  if (!isFresh(watch, now)) return ["Monitoring is stale", bad("STALE")];
  if (lastFailure !== null && lastFailure.at > (lastSuccess ?? 0)) {
    return ["Monitoring fails", `${good("fresh")}, ${bad("but the last look failed")}`];
  }
  return ["Monitoring", good("fresh")];
}

/** A cell: text, or markup that this file made. */
type Cell = string | { readonly html: string };

function nodeRows({ config, nodes }: Watch, now: number): Cell[][] {
  return config.rails.flatMap((rail) => {
    const heights = rail.nodes.map((node) => nodes.get(nodeKey(rail.name, node.name))?.health?.latest.number ?? 0);
    return rail.nodes.map((node): Cell[] => {
      const { health, lastFailure } = nodes.get(nodeKey(rail.name, node.name)) ?? { health: null, lastFailure: null };
      const begin: Cell[] = [`${rail.name} (${rail.kind})`, node.name];
      const end = failure(lastFailure, now);
      if (health === null) return [...begin, { html: bad("DOWN") }, "", "", "", "", "", end];
      return [
        ...begin,
        { html: good("up") },
        String(health.latest.number),
        String(Math.max(...heights) - health.latest.number),
        health.peers === null ? "not told" : String(health.peers),
        health.syncing === null ? "not told" : health.syncing ? "yes" : "no",
        health.finalized === null ? "not told" : String(health.finalized.number),
        end,
      ];
    });
  });
}

function endpointRows({ config, endpoints }: Watch, now: number): Cell[][] {
  return config.endpoints.map(({ name }): Cell[] => {
    const status = endpoints.get(name);
    if (status === undefined) return [name, "not asked yet", "", "", ""];
    const { up, code, seconds } = status.health;
    const state = { html: up ? good("up") : bad("DOWN") };
    return [name, state, code, `${Math.round(seconds * 1000)} ms`, ago(status.lastSuccess, now)];
  });
}

function openRows(watch: Watch, now: number): Cell[][] {
  const { state } = watch;
  if (state === null) return [["nothing was read yet", ""]];
  const clock = clockOf(watch, now);
  const restricted = state.emergency.systems.filter(({ until }) => until !== null && until > clock);
  return [
    ["incidents", String(state.incidents.length)],
    ["restricted systems", restricted.map(({ name, mode }) => `${name}: ${mode}`).join(", ") || "0"],
    ["reviews owed", String(state.emergency.debts.length)],
    ["changes that wait", String(state.changes.length)],
    ["keys due, overdue or compromised", String(state.keys.filter(({ status }) => status !== "Current").length)],
  ];
}

function evidenceRows({ published }: Watch): Cell[][] {
  if (published === null) return [["nothing is counted yet", "", ""]];
  return suiteContracts.map((name): Cell[] => {
    const { head, sequence } = published.tip.heads[name];
    return [name, String(sequence), { html: `<code>${escaped(head)}</code>` }];
  });
}

function failure(found: Failure | null, now: number): string {
  return found === null ? "none" : `${ago(found.at, now)}: ${found.message} [${found.code}]`;
}

function ago(time: number | null, now: number): string {
  return time === null ? "never" : `${showDuration(now - time)} ago`;
}

function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n");
  return `<div><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
}

function cell(content: Cell): string {
  if (typeof content !== "string") return `<td>${content.html}</td>`;
  return `<td${/^\d+$/.test(content) ? ' class="number"' : ""}>${escaped(content)}</td>`;
}

function good(word: string): string {
  return `<span class="good">${word}</span>`;
}

function bad(word: string): string {
  return `<span class="bad">${word}</span>`;
}

/** What nodes and the chain say may be anything; none of it becomes markup. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
