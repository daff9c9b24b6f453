import type { Dashboard, Panel } from "#lib/monitor/dashboard";

/** Of Grafana's grid of 24 columns. */
const WIDTH = 12;
const HEIGHT = 8;
/** Of Grafana's dashboard model; Grafana migrates older ones when it loads them. */
const SCHEMA_VERSION = 39;
const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

/** A dashboard as Grafana reads it. */
export function grafanaDashboard({ uid, title, panels }: Dashboard): object {
  return {
    uid,
    title: `S.I.G.N. ${title}`,
    tags: ["sign"],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: false,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    timezone: "utc",
    templating: {
      list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }],
    },
    links: [{ title: "S.I.G.N.", type: "dashboards", tags: ["sign"], asDropdown: true, keepTime: true }],
    panels: panels.map((panel, index) => grafanaPanel(panel, index)),
  };
}

function grafanaPanel({ title, kind, unit, queries }: Panel, index: number): object {
  return {
    id: index + 1,
    title,
    type: kind,
    datasource: DATASOURCE,
    gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit }, overrides: [] },
    options: kind === "stat" ? { reduceOptions: { calcs: ["lastNotNull"] }, textMode: "value_and_name" } : {},
    targets: queries.map(([expr, legendFormat], number) => ({
      refId: String.fromCodePoint("A".charCodeAt(0) + number),
      datasource: DATASOURCE,
      expr,
      legendFormat,
      // A number is that of now, a line that of the whole time shown.
      ...(kind === "timeseries" ? { range: true } : { instant: true }),
    })),
  };
}
