import type { Signer } from "ethers";

import { parseAddress } from "#lib/input/parse-address";
import { pickSigner } from "#lib/transaction/configured-signers";

import type { TaskContext } from "./run-task.ts";
import { networkSigners } from "./suite-connection.ts";

/**
 * The key of an exporter's account, as the network's configuration names it.
 *
 * @throws SuiteError `input/address`, `input/no-key`.
 */
export async function exporterOf(account: string, context: TaskContext): Promise<Signer> {
  return await pickSigner(await networkSigners(context), parseAddress(account, "--attest-account"));
}
