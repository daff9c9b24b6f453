import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Signer } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { documents } from "#lib/change/dossier";
import type { RawProvider } from "#lib/change/simulate";
import { openJournal } from "#lib/journal/journal";
import { combineSignatures } from "#lib/safe/combine-signatures";
import { executeSafeRequest, type SafeExecution } from "#lib/safe/execute-request";
import { readSafe } from "#lib/safe/read-safe";
import type { SafeRequest, SignedSafeRequest } from "#lib/safe/safe-file";
import { signSafeRequest } from "#lib/safe/sign-request";
import type { Sending } from "#lib/transaction/send-transaction";

/** Fills in every template of a dossier, as a proposer would. */
export function fillDocuments(dossierPath: string): void {
  for (const name of Object.values(documents)) {
    const path = join(dossierPath, name);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/\[\[[^\]]*\]\]/g, "Nothing that matters in a test."));
  }
}

/** Lets `signer` send on `chainId`, with a journal in `folder`. */
export async function sendingFor(
  provider: RawProvider,
  signer: Signer,
  chainId: number,
  folder: string,
): Promise<Sending> {
  return {
    provider,
    signer,
    chainId,
    journal: openJournal(folder, chainId, await signer.getAddress()),
    reporter: silentReporter(),
  };
}

/** Signs a request as the given owners and combines it, as separate people would through files. */
export async function signAll(
  provider: RawProvider,
  request: SafeRequest,
  owners: readonly Signer[],
): Promise<SignedSafeRequest> {
  const files = await Promise.all(owners.map(async (owner) => (await signSafeRequest(request, owner)).file));
  return combineSignatures(request, files, (await readSafe(provider, request.safe)).owners);
}

/** Signs, combines and executes. */
export async function throughSafe(
  sending: Sending,
  request: SafeRequest,
  owners: readonly Signer[],
): Promise<SafeExecution> {
  const signed = await signAll(sending.provider as RawProvider, request, owners);
  return executeSafeRequest(sending, signed);
}
