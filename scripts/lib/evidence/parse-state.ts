import { chooseCheckpoint } from "#lib/checkpoint/checkpoint";
import { parseBlockNumber } from "#lib/chain/finality";
import { SuiteError } from "#lib/errors/suite-error";
import type { StateSource } from "#lib/evidence/state-source";
import { type Anchor, readTrust } from "#lib/evidence/trust";

/** As somebody typed it; empty for what was not given. */
export interface TypedState {
  /** Decimal block number. */
  readonly to: string;
  /** Trust file at whose anchor the bundle shall end. */
  readonly trust: string;
  /** Checkpoint, or a folder of them. */
  readonly checkpoint: string;
  readonly withoutState: boolean;
}

/**
 * Where a bundle ends, as far as that was said, and where proofs of the state there come from. A checkpoint says both.
 *
 * @throws SuiteError `input/arguments`, `input/no-checkpoint`, `conflict/checkpoint`, `conflict/anchor-differs`.
 */
export function parseState(typed: TypedState): { readonly anchor: Anchor | undefined; readonly state: StateSource } {
  const { to, trust, checkpoint, withoutState } = typed;
  const anchor = trust === "" ? undefined : readTrust(trust).anchor;
  if (checkpoint === "") return { anchor, state: { kind: withoutState ? "none" : "node" } };
  if (withoutState) {
    throw new SuiteError({
      code: "input/arguments",
      message: "A checkpoint proves the state: nothing is left out.",
      hint: "Give --checkpoint without --without-state.",
    });
  }
  const found = chooseCheckpoint(checkpoint, { toBlock: to === "" ? undefined : parseBlockNumber(to, "--to"), anchor });
  const { number: blockNumber, hash: blockHash } = found.block;
  if (anchor !== undefined && anchor.blockHash !== blockHash) {
    const trusted = `${anchor.blockNumber} ${anchor.blockHash}`;
    throw new SuiteError({
      code: "conflict/anchor-differs",
      message: `${found.path} is of block ${blockNumber} ${blockHash}, the trust file of block ${trusted}.`,
      hint: "Name the checkpoint of the trusted block, or a trust file of this one.",
      details: { checkpoint: blockHash, trust: anchor.blockHash },
    });
  }
  return { anchor: { blockNumber, blockHash }, state: { kind: "checkpoint", checkpoint: found } };
}
