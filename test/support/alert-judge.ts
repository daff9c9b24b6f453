import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Exposition } from "#support/exporter";
import { runProgram } from "#support/prometheus";
import { temporaryFolder } from "#support/temporary-folder";

/** The folder may be another one by the time that somebody judges. */
const RULES = resolve("monitoring/prometheus/alerts.yml");

/** What the exporter showed at a moment; null where nothing answered. */
export interface Sight {
  /** Unix time in seconds. */
  readonly at: number;
  readonly metrics: Exposition | null;
}

/** What the exporter showed from the beginning to the end of a time in which nothing changed its course. */
export type Phase = readonly [beginning: Sight, end: Sight];

/** An alert, and what the exporter showed while all was well, while it must fire, and when the runbook was done. */
export interface AlertCase {
  readonly alert: string;
  readonly before: Phase;
  readonly raised: Phase;
  readonly over: Phase;
}

/** Minutes: longer than the longest that a rule looks back, or waits. */
const LASTS = { before: 70, raised: 25, over: 80 } as const;
const PHASES = ["before", "raised", "over"] as const;
const SCRAPED = 'job="sign-exporter",instance="here"';

/**
 * Lets Prometheus itself judge, by the project's own rules: an alert must be silent, then fire, then be silent again.
 *
 * @returns What Prometheus objects to; empty when all is as it must be.
 */
export function judgeAlerts(cases: readonly AlertCase[]): string {
  const file = join(temporaryFolder(), "runbooks.test.yml");
  const tests = cases.map((alertCase) => ({
    name: alertCase.alert,
    interval: "1m",
    input_series: inputSeries(alertCase),
    promql_expr_test: expectations(alertCase.alert),
  }));
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: "1m", tests }));
  const { status, output } = runProgram("promtool", "test", "rules", file);
  return status === 0 ? "" : output;
}

function expectations(alert: string): object[] {
  const firing = `ALERTS{alertname="${alert}",alertstate="firing"}`;
  const silent = { expr: `count(${firing}) or vector(0)`, exp_samples: [{ labels: "{}", value: 0 }] };
  let minutes = 0;
  return PHASES.map((phase) => {
    minutes += LASTS[phase];
    const eval_time = `${String(minutes - 1)}m`;
    if (phase !== "raised") return { ...silent, eval_time };
    const ever = `max_over_time(count(${firing})[${String(LASTS.raised - 1)}m:1m])`;
    return { expr: `${ever} > bool 0`, exp_samples: [{ labels: "{}", value: 1 }], eval_time };
  });
}

/** The series that the alert's rule asks for. */
function inputSeries(alertCase: AlertCase): { series: string; values: string }[] {
  const asked = metricsOf(alertCase.alert);
  const names = new Set(
    PHASES.flatMap((phase) => alertCase[phase].flatMap(({ metrics }) => [...(metrics?.keys() ?? [])])),
  );
  const shown = [...names]
    .filter((name) => asked.has(name.replace(/\{.*$/, "")))
    .map((name) => ({
      series: scraped(name),
      values: valuesOf(alertCase, (sight, minute) => seriesAt(sight, name, minute)),
    }));
  const up = valuesOf(alertCase, ({ metrics }) => (metrics === null ? 0 : 1));
  return [...shown, { series: `up{${SCRAPED}}`, values: up }];
}

function metricsOf(alert: string): Set<string> {
  const [, rule = ""] = readFileSync(RULES, "utf8").split(`- alert: ${alert}\n`);
  const [expression = ""] = rule.split("\n", 1);
  return new Set([...expression.matchAll(/\bsign_\w+/g)].map(([name]) => name));
}

/** A value a minute, straight from the beginning of each phase to its end. */
function valuesOf(alertCase: AlertCase, valueAt: (sight: Sight, minute: number) => number | undefined): string {
  let minute = 0;
  return PHASES.map((phase) => {
    const [beginning, end] = alertCase[phase];
    const count = LASTS[phase];
    const first = valueAt(beginning, minute);
    const last = valueAt(end, minute + count - 1);
    minute += count;
    if (first === undefined || last === undefined) return `stale _x${String(count - 1)}`;
    const step = (last - first) / (count - 1);
    return `${decimal(first)}${step < 0 ? "-" : "+"}${decimal(Math.abs(step))}x${String(count - 1)}`;
  }).join(" ");
}

/** The value of a series; a moment is as long ago, or as far ahead, as it was when it was seen. */
function seriesAt({ at, metrics }: Sight, name: string, minute: number): number | undefined {
  const value = metrics?.get(name);
  const isMoment = /^sign_\w+_timestamp_seconds(?:\{|$)/.test(name);
  return value !== undefined && isMoment ? value - at + minute * 60 : value;
}

function scraped(name: string): string {
  return name.endsWith("}") ? `${name.slice(0, -1)},${SCRAPED}}` : `${name}{${SCRAPED}}`;
}

/** promtool reads no exponents. */
function decimal(value: number): string {
  return value.toFixed(9);
}
