import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { z } from "zod";

import type { RequestProvider } from "#lib/chain/connection";
import { examine, type Finding } from "#lib/deployment/doctor";
import { openDeployment } from "#lib/deployment/open-deployment";
import type { Trust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { readJsonFile } from "#lib/files/json-file";

/** What became of a bundle that was restored. */
export interface ExaminedBundle {
  /** Below the folder of the deployment. */
  readonly path: string;
  /** `not-judged`: the trust file that was given has another anchor, or none was given. */
  readonly verdict: "proven" | "unproven" | "not-judged";
}

/** Whether a restored deployment works. */
export interface Examination {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly bundles: readonly ExaminedBundle[];
}

/** As much of a bundle's description as says which trust file judges it. */
const anchoredSchema = z.looseObject({ anchor: z.looseObject({ blockHash: z.string() }) });

/**
 * Examines a restored deployment as `gov doctor` does against the node, and its bundles as `evidence verify` does.
 *
 * @param trust From outside the backup. Undefined: bundles are listed and not judged.
 */
export async function examineRestored(
  deployment: string,
  rpc: RequestProvider,
  trust: Trust | undefined,
): Promise<Examination> {
  const { governance, record, state, provider } = await openDeployment(deployment, rpc);
  provider.destroy();
  const findings = examine({ governance, record, state });
  const bundles: ExaminedBundle[] = [];
  for (const path of bundlesIn(deployment)) {
    bundles.push({ path, verdict: await judge(join(deployment, path), trust) });
  }
  const ok =
    findings.every(({ severity }) => severity !== "error") && bundles.every(({ verdict }) => verdict !== "unproven");
  return { ok, findings, bundles };
}

async function judge(bundle: string, trust: Trust | undefined): Promise<ExaminedBundle["verdict"]> {
  if (trust === undefined) return "not-judged";
  const description = join(bundle, "data/export.json");
  if (!existsSync(description)) return "unproven";
  const { anchor } = readJsonFile(description, anchoredSchema);
  if (anchor.blockHash !== trust.anchor.blockHash) return "not-judged";
  return (await verifyBundle(bundle, trust)).ok ? "proven" : "unproven";
}

/** Folders with a bag's declaration, outermost first. */
function bundlesIn(deployment: string): string[] {
  return readdirSync(deployment, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "bagit.txt")
    .map((entry) => relative(deployment, dirname(join(entry.parentPath, entry.name))))
    .sort();
}
