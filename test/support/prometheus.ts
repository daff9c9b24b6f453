import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { temporaryFolder } from "#support/temporary-folder";

/** Debian's packages, and the programs that the tests need of them. */
const PROGRAMS = {
  prometheus: "prometheus",
  promtool: "prometheus",
  "prometheus-alertmanager": "prometheus-alertmanager",
  amtool: "prometheus-alertmanager",
} as const;

export type MonitoringProgram = keyof typeof PROGRAMS;

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** Seconds before an alert in which its cause is sought, and how finely. */
const LOOK_BACK = 30;
const STEP = 0.25;

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
  /** When the rule first found it; RFC 3339. */
  readonly activeAt: string;
}

export interface Rule {
  readonly name: string;
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Runs one of the programs to its end. */
export function runProgram(
  program: MonitoringProgram,
  ...words: readonly string[]
): { status: number; output: string } {
  requirePrograms(program);
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
  return { status: status ?? -1, output: `${stdout}${stderr}` };
}

/** Prometheus and Alertmanager with the project's own files, except for addresses and how often they look. */
export class WatchTower {
  readonly #url: string;
  readonly #children: readonly ChildProcess[];

  private constructor(url: string, children: readonly ChildProcess[]) {
    this.#url = url;
    this.#children = children;
  }

  /**
   * @param exporter Where the exporter is: host and port.
   * @param receiver Where alerts are to be sent instead of to the relay.
   */
  static async start(exporter: string, receiver: string): Promise<WatchTower> {
    requirePrograms("prometheus", "prometheus-alertmanager");
    const folder = temporaryFolder();
    const [own, manager] = [await freeAddress(), await freeAddress()];
    const scrape = readFileSync("monitoring/prometheus/prometheus.yml", "utf8")
      .replaceAll(/(_interval): 15s/g, "$1: 1s")
      .replaceAll("127.0.0.1:9464", exporter)
      .replaceAll("127.0.0.1:9093", manager)
      .replaceAll("127.0.0.1:9090", own)
      .replaceAll("alerts.yml", resolve("monitoring/prometheus/alerts.yml"));
    const routes = readFileSync("monitoring/alertmanager/alertmanager.yml", "utf8")
      .replaceAll("http://127.0.0.1:9095", receiver)
      .replaceAll(/group_wait: \w+/g, "group_wait: 0s");
    writeFileSync(join(folder, "prometheus.yml"), scrape);
    writeFileSync(join(folder, "alertmanager.yml"), routes);
    const children = [
      start(folder, "prometheus", `--config.file=${join(folder, "prometheus.yml")}`, `--web.listen-address=${own}`),
      start(
        folder,
        "prometheus-alertmanager",
        `--config.file=${join(folder, "alertmanager.yml")}`,
        `--web.listen-address=${manager}`,
        "--cluster.listen-address=",
      ),
    ];
    const tower = new WatchTower(`http://${own}`, children);
    await Promise.all([answers(`http://${own}/-/ready`), answers(`http://${manager}/-/ready`)]);
    return tower;
  }

  /** The series that a query has now. */
  async query(expr: string): Promise<readonly Sample[]> {
    const { result } = await this.#ask<{ result: Sample[] }>(`query?query=${encodeURIComponent(expr)}`);
    return result;
  }

  async alerts(): Promise<readonly Alert[]> {
    return (await this.#ask<{ alerts: Alert[] }>("alerts")).alerts;
  }

  async rules(): Promise<readonly Rule[]> {
    const { groups } = await this.#ask<{ groups: { rules: Rule[] }[] }>("rules");
    return groups.flatMap(({ rules }) => rules);
  }

  /**
   * How often the exporter was scraped from when it first showed what an alert is about until a rule raised it, both
   * included. By Prometheus' own clock: a busy machine delays scrapes and rules alike.
   */
  async scrapesUntil({ labels, activeAt }: Alert): Promise<number> {
    const rule = (await this.rules()).find(({ name }) => name === labels["alertname"]);
    const raised = Date.parse(activeAt) / 1000;
    const range = new URLSearchParams({
      query: rule?.query ?? "",
      start: String(raised - LOOK_BACK),
      end: String(raised),
      step: String(STEP),
    });
    const { result: seen } = await this.#ask<{ result: Series[] }>(`query_range?${range.toString()}`);
    const about = seen.filter(({ metric }) =>
      Object.entries(metric).every(([label, value]) => label === "__name__" || labels[label] === value),
    );
    const shown = Math.min(raised, ...about.map(({ values: [first] }) => first?.[0] ?? raised));
    const scrapes = new URLSearchParams({
      query: `up{job="sign-exporter"}[${String(LOOK_BACK)}s]`,
      time: String(raised),
    });
    const { result } = await this.#ask<{ result: Series[] }>(`query?${scrapes.toString()}`);
    return result.flatMap(({ values }) => values).filter(([time]) => time > shown - STEP && time <= raised).length;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill("SIGKILL");
        await once(child, "exit");
      }),
    );
  }

  async #ask<Data>(path: string): Promise<Data> {
    const response = await fetch(`${this.#url}/api/v1/${path}`);
    const answer = (await response.json()) as { data?: Data; error?: string };
    if (answer.data === undefined) throw new Error(`Prometheus: ${answer.error ?? "no data"} (${path})`);
    return answer.data;
  }
}

/** Waits until something is so; the message says what never was. */
export async function eventually(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 300; ++turn) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error(`Within half a minute: ${what}`);
}

function requirePrograms(...programs: readonly MonitoringProgram[]): void {
  const missing = programs.filter((program) => spawnSync(program, ["--version"]).error !== undefined);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => PROGRAMS[program]))].join(" ");
  throw new Error(`${missing.join(" and ")} cannot be started; on Debian: apt-get install ${packages}`);
}

function start(folder: string, program: MonitoringProgram, ...words: readonly string[]): ChildProcess {
  const data = join(folder, program);
  mkdirSync(data);
  const output = openSync(join(folder, `${program}.log`), "w");
  const storage = program === "prometheus" ? `--storage.tsdb.path=${data}` : `--storage.path=${data}`;
  const child = spawn(program, [...words, storage], { stdio: ["ignore", output, output] });
  closeSync(output);
  return child;
}

async function answers(url: string): Promise<void> {
  await eventually(
    () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ),
    `${url} does not answer`,
  );
}

async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `127.0.0.1:${String(port)}`;
}
