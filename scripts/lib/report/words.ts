import type { z } from "zod";

import type { written } from "#lib/evidence/format-values";
import { type Content, html, type Markup } from "#lib/report/markup";

/** Of what somebody wrote, more than this is left to the file. */
const WRITTEN_LENGTH = 300;

/** The last second of the year 9999, after which a date has no common form. */
const LAST_DATE = 253_402_300_799;

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Digests, addresses, numbers of any length: may be broken anywhere, and is never cut. */
export function code(text: string): Markup {
  return html`<code>${text}</code>`;
}

/** What somebody wrote into an event: told apart from what this page says, and cut when it is long. */
export function told(text: z.output<typeof written>): Markup {
  if (typeof text !== "string") return html`bytes that are no text: ${code(shortened(text.invalidUtf8))}`;
  return text === "" ? html`<em>nothing</em>` : html`<q><bdi>${shortened(text)}</bdi></q>`;
}

/** @param seconds Since 1970. */
export function moment(seconds: number): Markup {
  if (seconds > LAST_DATE) return html`<span>in second ${seconds} of Unix time</span>`;
  const iso = new Date(seconds * 1_000).toISOString();
  return html`<time datetime="${iso.slice(0, 19)}Z">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** Exact, the largest units first: `7 days`, `1 day 12 hours`. */
export function duration(seconds: number): string {
  let rest = seconds;
  const parts = UNITS.flatMap(([name, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? [] : [plural(amount, name)];
  });
  return parts.length === 0 ? "no time" : parts.join(" ");
}

/** A number with its noun: `1 change`, `12,000 events`. */
export function plural(amount: number, noun: string, many = `${noun}s`): string {
  return `${grouped(amount)} ${amount === 1 ? noun : many}`;
}

/** `a, b and c`. */
export function joinWords(items: readonly string[]): string {
  const last = items.at(-1) ?? "nothing";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** Digits in groups of three. */
export function grouped(amount: number | bigint | string): string {
  return String(amount).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** An identifier in words: `HighRiskUpgrade` is a high risk upgrade, `TECHNICAL_COMMITTEE` the technical committee. */
export function inWords(name: string): string {
  if (/^[A-Z_]+$/.test(name)) return name.toLowerCase().replaceAll("_", " ");
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Where in the evidence something stands: line of `data/events/` with this contract and number. */
export function evidence({ contract, sequence }: { readonly contract: string; readonly sequence: number }): Content {
  return html`<span class="evidence">${contract} #${sequence}</span>`;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= WRITTEN_LENGTH) return text;
  return `${characters.slice(0, WRITTEN_LENGTH).join("")}… (${grouped(characters.length)} characters)`;
}
