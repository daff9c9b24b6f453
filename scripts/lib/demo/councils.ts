import type { Signer } from "ethers";

import type { Stage } from "#lib/demo/stage";
import type { SafeRequest, SignedSafeRequest } from "#lib/safe/safe-file";

import { combineSignatures } from "#lib/safe/combine-signatures";
import { executeSafeRequest } from "#lib/safe/execute-request";
import { readSafe } from "#lib/safe/read-safe";
import { signSafeRequest } from "#lib/safe/sign-request";

/** Has each person sign on their own, and merges their files as an operator does. */
export async function signedBy(
  stage: Stage,
  request: SafeRequest,
  people: readonly Signer[],
): Promise<SignedSafeRequest> {
  const files = await Promise.all(people.map(async (person) => (await signSafeRequest(request, person)).file));
  const { owners } = await readSafe(stage.provider, request.safe);
  return combineSignatures(request, files, owners);
}

/** Sends a Safe transaction that people have signed, as somebody who sits on no council. */
export async function sendAsSafe(stage: Stage, request: SafeRequest, people: readonly Signer[]): Promise<void> {
  const signed = await signedBy(stage, request, people);
  await executeSafeRequest(stage.sendingAs(stage.operator("TECHNICAL_OPERATOR")), signed);
}
