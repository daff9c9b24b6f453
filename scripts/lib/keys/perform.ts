import { join } from "node:path";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { KeyAct } from "#lib/keys/acts";
import type { KeyEvent } from "#lib/keys/key-story";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/**
 * Takes a step of a key, unless its story shows that it was taken.
 *
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function performKeyAct(
  sending: Sending,
  record: ContractsRecord,
  act: KeyAct,
  { dryRun, story }: { readonly dryRun: boolean; readonly story: readonly KeyEvent[] },
): Promise<ActResult> {
  const { key, action, intent, data } = act;
  const { address: to } = record.contracts.KeyRegistry;
  return actOnce(sending, { key: `key:${key.id}:${intent}`, action, to, data }, { dryRun, done: act.doneIn(story) });
}

/** Where what the Sovereign Authority signs for a key is kept. */
export function keyRequestPath(deploymentDirectory: string, { step, key }: KeyAct): string {
  return join(deploymentDirectory, "keys", `${step}-${key.text.replace(":", "-")}.json`);
}
