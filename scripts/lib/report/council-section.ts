import type { Approval } from "#lib/evidence/format";
import { newest, table } from "#lib/report/blocks";
import { type Content, html, joined } from "#lib/report/markup";
import { constituencyName } from "#lib/report/offices";
import type { Directory, ReportSource } from "#lib/report/source";
import { code, evidence, moment, plural } from "#lib/report/words";

/** Who sits on which council, and everything that the councils' Safes did. */
export function councilSection(source: ReportSource, directory: Directory): Content {
  const { description, views } = source;
  const { shown, rest } = newest(views.approvals, "data/approvals");
  return html`<section id="councils">
    <h2>Councils and what their Safes did</h2>
    ${description.safes.map(({ name, address }) => seats(name, address, source, directory))}
    <h3>Every Safe transaction</h3>
    <p>
      ${plural(views.approvals.length, "transaction")}. A verifier demands that the numbers of each Safe have no gap.
    </p>
    ${rest}
    ${table(
      "Transactions of the councils' Safes",
      ["When", "Block", "Safe", "No.", "Called", "Signed for", "File"],
      shown.map((approval) => [
        moment(approval.timestamp),
        approval.blockNumber,
        approval.council,
        approval.nonce,
        called(approval, directory),
        signedFor(approval, directory),
        html`<span class="path">data/approvals/${approval.safeTxHash}.json</span>`,
      ]),
    )}
  </section> `;
}

function seats(name: string, address: string, { views }: ReportSource, directory: Directory): Content {
  const taken = views.registers.entities.flatMap(({ entity, seats: own }) =>
    own.filter(({ safe, vacated }) => safe === address && vacated === null).map((seat) => ({ entity, seat })),
  );
  const former = views.registers.entities.flatMap(({ seats: own }) =>
    own.filter(({ safe, vacated }) => safe === address && vacated !== null),
  );
  return html`<h3>${name}</h3>
    ${table(
      html`Safe ${code(address)}, ${plural(taken.length, "seat")}
      taken${former.length === 0 ? "" : `, ${former.length} vacated before`}`,
      ["Owner", "Sits for", "Constituency", "Since", "Evidence"],
      taken.map(({ entity, seat }) => [
        code(seat.owner),
        directory.entity(entity),
        constituencyName(seat.constituency),
        moment(seat.time),
        evidence(seat),
      ]),
    )}`;
}

function called({ transaction, safe }: Approval, directory: Directory): Content {
  if (transaction.to === safe) return "itself: its owners, threshold or guard";
  return transaction.operation === 1 ? html`several calls at once` : directory.account(transaction.to);
}

function signedFor({ records }: Approval, directory: Directory): Content {
  return joined(
    records.map(({ signer, seat }) => (seat === null ? code(signer) : directory.entity(seat.entity))),
    ", ",
  );
}
