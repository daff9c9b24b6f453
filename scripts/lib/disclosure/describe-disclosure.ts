import type { DisclosureDescription, Selection } from "#lib/disclosure/disclosure-format";
import { drawSample } from "#lib/disclosure/sample";
import type { BatchLine } from "#lib/evidence/distribution-format";
import type { Anchor } from "#lib/evidence/trust";

/** What a disclosure must say of itself, by what the chain says of the batch. */
export interface DisclosureSubject {
  readonly chainId: number;
  readonly anchor: Anchor;
  readonly batch: BatchLine;
}

export function describeDisclosure(
  { chainId, anchor, batch }: DisclosureSubject,
  selection: Selection,
  encryptedTo: readonly string[] | null,
): DisclosureDescription {
  const { batchId, programId, terms, steps } = batch;
  const [submitted] = steps;
  if (submitted === undefined) throw new Error(`batch ${batchId} was never submitted`);
  const { contract, sequence, transactionHash, time } = submitted;
  return {
    schema: "sign.disclosure.v1",
    chainId,
    anchor,
    batch: { batchId, programId, period: terms.period, root: terms.root, count: terms.count },
    event: { contract, sequence, transactionHash, time },
    selection,
    encryptedTo: encryptedTo === null ? null : [...encryptedTo],
  };
}

/**
 * Indexes of the rows that a selection means, in ascending order.
 *
 * @throws RangeError when the batch has not so many rows.
 */
export function selectedRows({ anchor, batch }: DisclosureSubject, selection: Selection): number[] {
  if (selection.kind === "row") return [selection.index];
  const { batchId, terms } = batch;
  const drawn = drawSample({ anchorHash: anchor.blockHash, batchId, count: terms.count, size: selection.size });
  return drawn.sort((a, b) => a - b);
}

/**
 * Whether nobody could know the block whose hash draws the sample when the batch was submitted. Within one block the hash
 * follows from the root, and a root can be made to suit.
 */
export function isDrawnBlindly({ steps }: BatchLine, anchorTime: number): boolean {
  return (steps[0]?.time ?? Infinity) < anchorTime;
}
