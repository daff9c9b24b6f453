import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";

import { z } from "zod";

import { measureProcess, type ProcessMeasure } from "#lib/bench/measured-process";

/** What `npm run bench:evidence` holds exporter and verifier to, at the larger of its two sizes. */
export const AIMS = {
  /** Peak of the resident set. */
  megabytes: 256,
  /** Of ten times the events, in peaks. */
  growth: 1.2,
  /** Events a second of the export, of those of the raw pull. */
  exportRatio: 0.6,
  /** Events a second through the hash chains. */
  chains: 50_000,
} as const;

/** One way through the same events. */
export interface EvidenceRow {
  readonly what: string;
  readonly events: number;
  readonly seconds: number;
  readonly megabytes: number;
}

export interface EvidenceScale {
  readonly events: number;
  readonly rows: readonly EvidenceRow[];
}

export interface ScaleOrder {
  /** A node with the events on it, and the folder of its deployment. */
  readonly url: string;
  readonly deployment: string;
  readonly folder: string;
  /** This bench's own script, for the parts that run as processes of their own. */
  readonly script: string;
}

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });
const pulledSchema = z.object({ events: z.number(), seconds: z.number() });

/** Names of the rows that the aims are about. */
const RAW = "raw pull: blocks and receipts";
const EXPORT = "export";
const CHAINS = "verify: hash chains only";
const VERIFY = "verify: everything";

/**
 * Pulls, exports and verifies the same events, each in a process of its own. The raw pull runs before and after the export,
 * so that a machine that gets slower or faster meanwhile favours neither.
 */
export async function measureEvidence({ url, deployment, folder, script }: ScaleOrder): Promise<EvidenceScale> {
  const [bundle, trust, raw] = ["bundle", "trust.json", "raw.ndjson"].map((name) => join(folder, name));
  if (bundle === undefined || trust === undefined || raw === undefined) throw new TypeError("no folder");
  const part = async (what: string, ...words: readonly string[]): Promise<EvidenceRow> => {
    const measured = await measureProcess(execPath, [script, ...words]);
    const { events, seconds } = pulledSchema.parse(JSON.parse(measured.stdout));
    return { what, events, seconds, megabytes: measured.megabytes };
  };
  const logs = await part("raw pull: eth_getLogs", "pull-logs", url, raw);
  const before = await part(RAW, "pull-receipts", url, raw);
  const exported = await measureProcess(execPath, [
    ...[...commandOf("evidence:export"), bundle, "--deployment", deployment, "--rpc", url],
    ...["--trust-out", trust, "--json"],
  ]);
  const after = await part(RAW, "pull-receipts", url, raw);
  rmSync(raw);
  const events = z.object({ counts: z.object({ events: z.number() }) }).parse(JSON.parse(exported.stdout))
    .counts.events;
  const chains = await part(CHAINS, "follow-chains", bundle, trust);
  const verified = await measureProcess(execPath, [
    ...[...commandOf("evidence:verify"), bundle, "--trust", trust, "--json"],
  ]);
  if (existsSync(bundle)) rmSync(bundle, { recursive: true });
  const rows = [
    logs,
    { ...before, seconds: (before.seconds + after.seconds) / 2 },
    rowOf(EXPORT, events, exported),
    chains,
    rowOf(VERIFY, events, verified),
  ];
  return { events, rows };
}

/** The measures as tables, and whether they are within the aims. */
export function renderEvidenceScale(scales: readonly EvidenceScale[]): {
  readonly text: string;
  readonly met: boolean;
} {
  const [small, large] = [scales[0], scales.at(-1)];
  if (small === undefined || large === undefined) throw new TypeError("nothing was measured");
  const of = ({ rows }: EvidenceScale, what: string): EvidenceRow => {
    const row = rows.find((item) => item.what === what);
    if (row === undefined) throw new TypeError(`${what} was not measured`);
    return row;
  };
  const raw = rate(of(large, RAW));
  const judged = [EXPORT, CHAINS, VERIFY].flatMap((what) => {
    const [before, after] = [of(small, what).megabytes, of(large, what).megabytes];
    return [
      verdict(`${what}: peak ${after} MB (aim: ≤ ${AIMS.megabytes} MB)`, after <= AIMS.megabytes),
      verdict(
        `${what}: ×${(after / before).toFixed(2)} of the peak at ${count(small.events)} (aim: ≤ ×${AIMS.growth})`,
        after <= before * AIMS.growth,
      ),
    ];
  });
  const share = rate(of(large, EXPORT)) / raw;
  judged.push(
    verdict(`export: ×${share.toFixed(2)} of the raw pull (aim: ≥ ×${AIMS.exportRatio})`, share >= AIMS.exportRatio),
    verdict(
      `hash chains: ${count(rate(of(large, CHAINS)))} events/s (aim: ≥ ${count(AIMS.chains)})`,
      rate(of(large, CHAINS)) >= AIMS.chains,
    ),
  );
  const tables = scales.map(({ events, rows }) =>
    [
      `| ${count(events)} events | seconds | events/s | of the raw pull | peak |`,
      "|---|---|---|---|---|",
      ...rows.map((row) => {
        const { what, seconds, megabytes } = row;
        const ratio = (rate(row) / rate(of({ events, rows }, RAW))).toFixed(2);
        return `| ${what} | ${seconds.toFixed(1)} | ${count(rate(row))} | ×${ratio} | ${megabytes} MB |`;
      }),
    ].join("\n"),
  );
  const text = [...tables, judged.map(({ line }) => line).join("\n")].join("\n\n");
  return { text, met: judged.every(({ met }) => met) };
}

/** What npm gives to Node for one of the package's commands: people run no other. */
function commandOf(name: string): string[] {
  const { scripts } = packageSchema.parse(JSON.parse(readFileSync("package.json", "utf8")));
  const [program, ...words] = scripts[name]?.split(" ") ?? [];
  if (program !== "node") throw new TypeError(`${name} is not run by Node alone`);
  return words;
}

function rowOf(what: string, events: number, { seconds, megabytes }: ProcessMeasure): EvidenceRow {
  return { what, events, seconds, megabytes };
}

function rate({ events, seconds }: EvidenceRow): number {
  return Math.round(events / seconds);
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

function verdict(what: string, met: boolean): { readonly line: string; readonly met: boolean } {
  return { line: `${what}: ${met ? "met" : "NOT met"}.`, met };
}
