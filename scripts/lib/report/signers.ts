import type { Approval } from "#lib/evidence/format";
import { constituencyName } from "#lib/report/offices";
import { type Content, html, joined } from "#lib/report/markup";
import type { Directory } from "#lib/report/source";
import { table } from "#lib/report/blocks";
import { code, moment } from "#lib/report/words";

/** How a signature was given, for people who know paper. */
const KINDS: Readonly<Record<Approval["records"][number]["kind"], string>> = {
  eip712: "signed the transaction (EIP-712)",
  ethSign: "signed its hash (eth_sign)",
  contract: "by the word of a contract (EIP-1271)",
  approvedHash: "approved its hash on the chain",
  executor: "sent it to the chain",
};

/** The people behind a Safe transaction: the one thing that a reader must never have to look for. */
export function signersOf(safeTxHash: string, lead: Content, directory: Directory): Content {
  const approval = directory.approval(safeTxHash);
  if (approval === undefined) {
    return html`<p>${lead}: Safe transaction ${code(safeTxHash)}, which this bundle does not hold.</p> `;
  }
  const { safe, records, threshold, owners, nonce, blockNumber, timestamp } = approval;
  const caption = html`${lead}: ${directory.account(safe)}, transaction ${nonce}, ${records.length} signatures where
    ${threshold} of ${owners.length} owners are needed; ${moment(timestamp)}, block ${blockNumber}
    <span class="path">data/approvals/${safeTxHash}.json</span>`;
  return table(
    caption,
    ["Signer", "Sits for", "Constituency", "How"],
    records.map(({ signer, seat, kind }) => [
      code(signer),
      seat === null ? "nobody: no seat" : directory.entity(seat.entity),
      seat === null ? "none" : constituencyName(seat.constituency),
      KINDS[kind],
    ]),
  );
}

/** One line about the same: which Safe, and for whom its signers sit. */
export function approvedBy(safeTxHash: string, directory: Directory): Content {
  const approval = directory.approval(safeTxHash);
  if (approval === undefined) return html`Safe transaction ${code(safeTxHash)}`;
  const { council, records, threshold, owners } = approval;
  const people = records.map(({ signer, seat }) => (seat === null ? code(signer) : directory.entity(seat.entity)));
  return html`the ${council} Safe (${records.length} signed, ${threshold} of ${owners.length} needed):
  ${joined(people, ", ")}`;
}
