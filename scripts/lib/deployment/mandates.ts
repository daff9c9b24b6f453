import type { MandateConfig } from "#lib/deployment/governance-schema";

const DAY = 86_400;

/** The end of a mandate in seconds since 1970, for a deployment that started at `startedAt`. */
export function mandateEnd(mandate: MandateConfig, startedAt: number): number {
  return "days" in mandate ? startedAt + mandate.days * DAY : Math.floor(Date.parse(mandate.until) / 1000);
}
