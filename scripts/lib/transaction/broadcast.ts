import type { Provider } from "ethers";

import { lostAnswer } from "#lib/chain/lost-answer";
import { isKnownAnswer, isNonceUsedAnswer } from "#lib/chain/pool-answer";
import { SuiteError } from "#lib/errors/suite-error";
import type { Journal, PreparedTransaction } from "#lib/journal/journal";
import { settleAs } from "#lib/transaction/settle-as";

/** The bytes can never be mined: making others in their place is safe. */
const INVALID = /intrinsic gas|invalid sender|invalid signature|exceeds block gas limit/i;

/**
 * Hands signed bytes to the node.
 *
 * A node that answers with a refusal does not keep the transaction; a connection that breaks leaves that open. The journal
 * keeps the bytes either way, so that the same ones are sent again. A used nonce is no refusal: bytes whose answer was lost may
 * be mined when they arrive again. Who used it is for {@link waitForReceipt} to find out.
 *
 * @throws SuiteError `chain/rejected` or `unconfirmed/broadcast`.
 */
export async function broadcast(
  { provider, journal }: { readonly provider: Provider; readonly journal: Journal },
  prepared: PreparedTransaction,
): Promise<void> {
  try {
    await provider.broadcastTransaction(prepared.raw);
  } catch (cause) {
    const refusal = answerIn(cause);
    if (refusal !== undefined && (isKnownAnswer(refusal) || isNonceUsedAnswer(refusal))) return;
    // The node may have taken the bytes before the answer was lost: then it is on its way.
    if (await isKnown(provider, prepared.hash)) return;
    if (refusal === undefined) {
      throw new SuiteError({
        code: "unconfirmed/broadcast",
        message: `The connection broke while ${prepared.hash} was being sent; the node may have it.`,
        hint: "Run the same command again: it finishes this transaction and sends no other.",
        details: { hash: prepared.hash },
        cause,
      });
    }
    if (INVALID.test(refusal)) settleAs(journal, prepared, "rejected", null);
    throw new SuiteError({
      code: "chain/rejected",
      message: `The node rejected ${prepared.hash}: ${refusal.split("\n", 1)[0] ?? ""}`,
      hint: "Correct the cause, for example the account's balance, and run the same command again.",
      details: { hash: prepared.hash, from: prepared.from, nonce: prepared.nonce },
      cause,
    });
  }
}

async function isKnown(provider: Provider, hash: string): Promise<boolean> {
  try {
    return (await provider.getTransaction(hash)) !== null;
  } catch {
    return false;
  }
}

/**
 * What the node itself answered: errors of JSON-RPC carry a number. Undefined when its answer was lost, which is said by an
 * error of ours.
 */
function answerIn(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 6 || error instanceof SuiteError) return undefined;
  if (lostAnswer(error) !== undefined) return undefined;
  const { code, message, info, error: inner, cause } = error as Readonly<Record<string, unknown>>;
  if (typeof code === "number") return String(message);
  return answerIn(info, depth + 1) ?? answerIn(inner, depth + 1) ?? answerIn(cause, depth + 1);
}
