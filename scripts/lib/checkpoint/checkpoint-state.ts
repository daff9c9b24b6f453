import type { Checkpoint } from "#lib/checkpoint/checkpoint";
import { SuiteError } from "#lib/errors/suite-error";
import { authenticateState, fullNeeds, wordOf } from "#lib/evidence/account-state";
import type { StateProofs } from "#lib/evidence/format";
import type { StateOrder } from "#lib/evidence/gather";
import { ClaimError } from "#lib/evidence/report";

/**
 * State proofs of a checkpoint, as a node would have given them for this order: held against the header, and nothing but
 * what is asked for.
 *
 * @throws SuiteError `conflict/checkpoint`, `conflict/checkpoint-incomplete`.
 */
export function checkpointState(
  { stateProofs, path, block }: Checkpoint,
  { anchor, trust, told }: StateOrder,
): StateProofs {
  try {
    if (block.hash !== anchor.hash) throw new ClaimError(`it is of block ${block.number} ${block.hash}`);
    const state = authenticateState(stateProofs, anchor, trust);
    const needs = fullNeeds(trust, (address, slot) => wordOf(state, address, slot), told);
    const accounts = [...needs].map(([address, slots]) => {
      const account = stateProofs.accounts.find((item) => item.address === address);
      if (account === undefined) throw incomplete(path, address);
      const storage = slots.map((slot) => {
        return account.storage.find((item) => item.slot === slot) ?? fail(incomplete(path, address, slot));
      });
      return { ...account, storage };
    });
    return { ...stateProofs, accounts };
  } catch (error) {
    if (!(error instanceof ClaimError)) throw error;
    throw new SuiteError({
      code: "conflict/checkpoint",
      message: `${path} does not hold: ${error.message}.`,
      hint: "Take another checkpoint; this one is damaged, or of another deployment.",
      details: { path },
      cause: error,
    });
  }
}

function fail(error: SuiteError): never {
  throw error;
}

function incomplete(path: string, address: string, slot?: string): SuiteError {
  return new SuiteError({
    code: "conflict/checkpoint-incomplete",
    message: `${path} proves nothing of ${slot === undefined ? "" : `slot ${slot} of `}${address}.`,
    hint: "The node that it was taken from left something out, or it is older than the deployment record: take another.",
    details: { path, address, slot: slot ?? null },
  });
}
