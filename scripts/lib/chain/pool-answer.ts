/** The pool, or the chain, holds these very bytes already. */
const KNOWN = /already known|already imported|known transaction|already exists|already in (the )?mempool/i;

/** A transaction with this nonce is mined: this one, or another. */
const NONCE_USED = /nonce too low|nonce is too low|nonce has already been used/i;

/** Whether a node says that it has these very bytes. */
export function isKnownAnswer(answer: unknown): boolean {
  return KNOWN.test(textOf(answer));
}

/** Whether a node says that a nonce is used. It does not say by which transaction. */
export function isNonceUsedAnswer(answer: unknown): boolean {
  return NONCE_USED.test(textOf(answer));
}

function textOf(answer: unknown): string {
  return answer instanceof Error ? answer.message : String(answer);
}
