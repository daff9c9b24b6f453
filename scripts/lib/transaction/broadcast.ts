import type { Provider } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import type { Journal, PreparedTransaction } from "#lib/journal/journal";

/** The pool, or the chain, holds these very bytes already. */
const KNOWN = /already known|already imported|known transaction|already exists|already in (the )?mempool/i;

/** The bytes can never be mined: making others in their place is safe. */
const INVALID =
  /nonce too low|nonce is too low|intrinsic gas|invalid sender|invalid signature|exceeds block gas limit/i;

/**
 * Hands signed bytes to the node.
 *
 * A node that answers with a refusal does not keep the transaction; a connection that breaks leaves that open. The journal
 * keeps the bytes either way, so that the same ones are sent again.
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
    const message = messageOf(cause);
    if (KNOWN.test(message)) return;
    // The node may have taken the bytes before the answer was lost: then it is on its way.
    if (await isKnown(provider, prepared.hash)) return;
    if (isAnswer(cause)) {
      if (INVALID.test(message)) {
        const { key, hash } = prepared;
        journal.append({
          kind: "settled",
          key,
          hash,
          outcome: "rejected",
          blockNumber: null,
          at: new Date().toISOString(),
        });
      }
      throw new SuiteError({
        code: "chain/rejected",
        message: `The node rejected ${prepared.hash}: ${message.split("\n", 1)[0] ?? ""}`,
        hint: "Correct the cause, for example the account's balance, and run the same command again.",
        details: { hash: prepared.hash, from: prepared.from, nonce: prepared.nonce },
        cause,
      });
    }
    throw new SuiteError({
      code: "unconfirmed/broadcast",
      message: `The connection broke while ${prepared.hash} was being sent; the node may have it.`,
      hint: "Run the same command again: it finishes this transaction and sends no other.",
      details: { hash: prepared.hash },
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

/** Whether the node itself answered: errors of JSON-RPC carry a number. */
function isAnswer(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  const fields = error as Readonly<Record<string, unknown>>;
  if (typeof fields["code"] === "number") return true;
  return ["info", "error", "cause"].some((name) => isAnswer(fields[name], depth + 1));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause === undefined ? "" : ` ${messageOf(error.cause)}`;
  return `${error.message}${inner}`;
}
