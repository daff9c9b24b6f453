import { SuiteError } from "#lib/errors/suite-error";

/** How Geth, Erigon, Reth, Besu, Nethermind and anvil say that they no longer have an old state, or never had it. */
const PRUNED =
  /missing trie node|pruned|state (is |at .* is )?(not |un)available|historical state|world ?state|proof window|no state|old data not available/i;

/**
 * Reads the state of a block.
 *
 * @throws SuiteError `chain/state-pruned` when the node no longer has it; whatever else the reading throws.
 */
export async function explainState<T>(blockNumber: number, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof SuiteError || !(cause instanceof Error) || !PRUNED.test(cause.message)) throw cause;
    throw new SuiteError({
      code: "chain/state-pruned",
      message: `The node no longer has the state of block ${blockNumber}.`,
      hint:
        "Ask an archive node, or end at a block that was kept: --checkpoint deployments/<network>/evidence/checkpoints. " +
        "From today on, run evidence checkpoint every day. Without state proofs the verdict is UNPROVEN: --without-state.",
      details: { block: blockNumber },
      cause,
    });
  }
}
