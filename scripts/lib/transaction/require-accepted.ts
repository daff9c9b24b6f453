import type { Provider, TransactionRequest } from "ethers";

import { explainRevert } from "#lib/errors/revert";

/**
 * Asks the contracts whether they would take a call, without sending it.
 *
 * @param action As the subject of a sentence, for example "The proposal".
 * @throws SuiteError `refused/<custom-error>`.
 */
export async function requireAccepted(provider: Provider, call: TransactionRequest, action: string): Promise<void> {
  try {
    await provider.call(call);
  } catch (error) {
    throw explainRevert(error, action);
  }
}
