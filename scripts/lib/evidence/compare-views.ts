import type { BundleFiles, BundleSource } from "#lib/evidence/bag";
import type { Views } from "#lib/evidence/derive-views";
import { bundlePaths } from "#lib/evidence/format";
import { registerNames } from "#lib/evidence/register-history";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";

/**
 * Second proof of completeness, and the end of all freedom for a forger: every file that is not chain data must be, byte
 * for byte, what follows from proven logs.
 */
export function compareViews(
  files: BundleSource,
  derived: BundleFiles,
  chainFiles: readonly string[],
  views: Views,
  ledger: ClaimLedger,
): void {
  for (const [path, expected] of derived) {
    ledger.attempt(claimOf(path), () => {
      const found = files.get(path);
      if (found === undefined) throw new ClaimError(`${path} is missing${aboutApproval(path, views)}`);
      if (Buffer.compare(found, expected) === 0) return;
      throw new ClaimError(`${path} is not what follows from the chain${aboutApproval(path, views)}`);
    });
  }
  const chain = new Set(chainFiles);
  for (const path of files.keys()) {
    if (path.startsWith("data/") && !derived.has(path) && !chain.has(path)) {
      ledger.fail(claimOf(path), `${path} has nothing on the chain behind it`);
    }
  }
  const derivedClaims = [
    "events",
    "deployments",
    "incidents",
    "overrides",
    "settlements",
    "snapshots",
    "report",
    "reconciliation",
    ...registerNames,
  ];
  if (ledger.claims.some((claim) => claim.verdict !== "PROVEN" && derivedClaims.includes(claim.claim))) return;
  ledger.prove("events", `all ${views.eventCount} events decode from proven bytes as the bundle says`);
  ledger.prove("report", `${bundlePaths.report} tells what follows from events, and nothing else`);
  ledger.prove("deployments", `all ${views.deployments.length} entries of the deployment log follow from events`);
  if (derived.has(bundlePaths.story)) {
    ledger.prove("incidents", "the story of the incident follows from events");
    return;
  }
  if (derived.has(bundlePaths.programStory)) {
    ledger.prove("programs", "the story of the programme follows from events");
    return;
  }
  ledger.prove("incidents", `all ${views.incidents.length} incidents follow from events`);
  ledger.prove("overrides", `all ${views.overrides.length} overrides follow from events`);
  ledger.prove("settlements", `all ${views.settlements.length} conversions follow from events`);
  ledger.prove("reconciliation", `${bundlePaths.reconciliation} adds up as the events do`);
  for (const name of registerNames) {
    ledger.prove(name, `all ${views.registers[name].length} lines of ${bundlePaths[name]} follow from events`);
  }
}

function claimOf(path: string): string {
  if (path.startsWith("data/approvals/")) return "approval";
  if (path.startsWith("data/events/")) return "events";
  if (path.startsWith("data/schemas/")) return "schemas";
  if (path === bundlePaths.deployments) return "deployments";
  if (path === bundlePaths.report) return "report";
  if (path === bundlePaths.reconciliation) return "reconciliation";
  if (path === bundlePaths.incidents || path === bundlePaths.story) return "incidents";
  if (path === bundlePaths.programStory) return "programs";
  if (path === bundlePaths.settlements) return "settlements";
  if (path.startsWith("data/snapshots/")) return "snapshots";
  if (path === bundlePaths.overrides) return "overrides";
  const register = registerNames.find((name) => bundlePaths[name] === path);
  if (register !== undefined) return register;
  return path === bundlePaths.description ? "export" : "payload";
}

function aboutApproval(path: string, { approvals }: Views): string {
  const approval = approvals.find((item) => bundlePaths.approval(item.safeTxHash) === path);
  return approval === undefined ? "" : ` (Safe ${approval.council}, transaction ${approval.nonce})`;
}
