import type { Checkpoint } from "#lib/checkpoint/checkpoint";
import { checkpointState } from "#lib/checkpoint/checkpoint-state";
import type { RpcSender } from "#lib/chain/rpc-node";
import type { StateProofs } from "#lib/evidence/format";
import { gatherState, type StateOrder } from "#lib/evidence/gather";
import { explainState } from "#lib/evidence/pruned-state";

/** Where proofs of the anchor's state come from. */
export type StateSource =
  | { readonly kind: "node" }
  /** Kept for a node that no longer has that state. */
  | { readonly kind: "checkpoint"; readonly checkpoint: Checkpoint }
  /** For a node that has none, where no checkpoint was kept: the verdict is UNPROVEN. */
  | { readonly kind: "none" };

/**
 * Proofs of the state that an order asks for; undefined where there is no source of them.
 *
 * @throws SuiteError `chain/state-pruned`, `conflict/checkpoint`, `conflict/checkpoint-incomplete`; ClaimError.
 */
export async function stateProofs(
  source: StateSource,
  node: RpcSender,
  order: StateOrder,
): Promise<StateProofs | undefined> {
  switch (source.kind) {
    case "node":
      return await explainState(order.anchor.number, () => gatherState(node, order));
    case "checkpoint":
      return checkpointState(source.checkpoint, order);
    case "none":
      return undefined;
  }
}
