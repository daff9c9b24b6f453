import { ZeroHash } from "ethers";

import { AccountReplay } from "#lib/evidence/account-replay";
import { batchTermsOf } from "#lib/evidence/batch-history";
import { batchIdOf, type BatchState, newBatch, whyNotAdmissible, whyNotOutstanding } from "#lib/evidence/batch-replay";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { ExceptionReplay } from "#lib/evidence/exception-replay";
import { firstOf } from "#lib/evidence/first-of";
import { amountArgument } from "#lib/evidence/gateway-event";
import type { ProgramReplay } from "#lib/evidence/program-replay";

/** Which chain and which contract batches are of. */
export interface LedgerPlace {
  readonly chainId: number;
  readonly ledger: string;
}

interface Settlement {
  readonly batchId: string;
  readonly amount: bigint;
  readonly rows: number;
  reversed: boolean;
}

/** The DistributionLedger again. Each event is taken note of, and what is wrong with it is said; null for nothing. */
export class DistributionReplay {
  readonly exceptions = new ExceptionReplay();
  readonly #place: LedgerPlace;
  readonly #programs: ProgramReplay;
  readonly #batches = new Map<string, BatchState>();
  readonly #roots = new Set<string>();
  readonly #settlements = new Map<string, Settlement>();
  readonly #accounts = new Map<string, AccountReplay>();

  constructor(place: LedgerPlace, programs: ProgramReplay) {
    this.#place = place;
    this.#programs = programs;
  }

  find(batchId: string): BatchState | undefined {
    return this.#batches.get(batchId);
  }

  /** Of every programme that has ever had a budget, a threshold or a batch. */
  get accounts(): ReadonlyMap<string, AccountReplay> {
    return this.#accounts;
  }

  accountOf(programId: string): AccountReplay {
    const account = this.#accounts.get(programId) ?? new AccountReplay();
    this.#accounts.set(programId, account);
    return account;
  }

  apply(event: DescribedEvent, now: number): string | null {
    if (event.name === "BatchSubmitted") return this.#submit(event, now);
    const batch = this.#batches.get(textArgument(event, "batchId"));
    if (batch === undefined) return "is of a batch that was never submitted";
    const expected = event.name === "BatchAuthorised" || event.name === "BatchRejected" ? "Pending" : "Authorised";
    const before = batch.status;
    return firstOf(
      this.#move(event, batch, now),
      before === expected ? null : `is of a batch that was ${before}`,
      this.#unlikeProgram(event, batch),
    );
  }

  #move(event: DescribedEvent, batch: BatchState, now: number): string | null {
    const account = this.accountOf(batch.programId);
    switch (event.name) {
      case "BatchAuthorised":
        return this.#authorise(event, batch, now);
      case "BatchRejected":
        batch.status = "Rejected";
        return null;
      case "BatchSettled":
        return this.#settle(event, batch);
      case "SettlementReversed":
        return this.#reverse(event, batch);
      case "BatchReconciled":
        return this.#reconcile(event, batch);
      default: {
        const { wrong, moved } = this.exceptions.apply(event, batch);
        account.volume.exceptions += moved;
        return wrong;
      }
    }
  }

  #submit(event: DescribedEvent, now: number): string | null {
    const [batchId, distributor] = [textArgument(event, "batchId"), numberArgument(event, "distributor")];
    const terms = batchTermsOf(event);
    const { chainId, ledger } = this.#place;
    const id = batchIdOf(chainId, ledger, distributor, terms);
    const known = this.#roots.has(terms.root);
    this.#roots.add(terms.root);
    if (!this.#batches.has(batchId)) {
      this.#batches.set(batchId, newBatch(terms, textArgument(event, "submitter"), distributor));
    }
    return firstOf(
      id === batchId ? null : `has terms that hash to ${id}`,
      known ? `brings the root ${terms.root} again` : null,
      terms.programId === textArgument(event, "programId") ? null : "names another programme than its terms",
      this.#whyNoRoom(newBatch(terms, "", distributor), now),
    );
  }

  #authorise(event: DescribedEvent, batch: BatchState, now: number): string | null {
    const { terms, total } = batch;
    const wrong = firstOf(
      this.#whyNoRoom(batch, now),
      numberArgument(event, "count") === terms.count ? null : `says ${textArgument(event, "count")} rows`,
      amountArgument(event, "total") === total ? null : `says a total of ${textArgument(event, "total")}`,
      numberArgument(event, "period") === terms.period ? null : `says period ${textArgument(event, "period")}`,
    );
    batch.status = "Authorised";
    this.accountOf(batch.programId).commit({ ...terms, total });
    return wrong;
  }

  #whyNoRoom({ programId, terms, distributor, total }: BatchState, now: number): string | null {
    const program = this.#programs.find(programId);
    const caps = program?.caps ?? { maxParticipants: 0, maxAmount: 0n };
    return firstOf(
      whyNotAdmissible(terms, distributor, program, now),
      this.accountOf(programId).whyNoRoom({ ...terms, total }, caps),
    );
  }

  #settle(event: DescribedEvent, batch: BatchState): string | null {
    const reference = textArgument(event, "settlementReference");
    const [amount, rows] = [amountArgument(event, "amount"), numberArgument(event, "rows")];
    const used = this.#settlements.has(reference);
    const wrong = firstOf(
      reference === ZeroHash ? "has no settlement reference" : null,
      used ? `uses the reference ${reference} again` : null,
      amount === 0n ? "settles nothing" : null,
      whyNotOutstanding(batch, amount, rows),
    );
    if (!used) {
      this.#settlements.set(reference, { batchId: textArgument(event, "batchId"), amount, rows, reversed: false });
    }
    batch.settled += amount;
    batch.settledRows += rows;
    this.accountOf(batch.programId).volume.settled += amount;
    return wrong;
  }

  #reverse(event: DescribedEvent, batch: BatchState): string | null {
    const reference = textArgument(event, "settlementReference");
    const settlement = this.#settlements.get(reference);
    if (settlement === undefined) return `takes the reference ${reference} back, which was never used`;
    const { reversed, batchId, amount, rows } = settlement;
    const same = amountArgument(event, "amount") === amount && numberArgument(event, "rows") === rows;
    settlement.reversed = true;
    batch.settled -= amount;
    batch.settledRows -= rows;
    this.accountOf(batch.programId).volume.settled -= amount;
    return firstOf(
      reversed ? `takes the reference ${reference} back again` : null,
      same && batchId === textArgument(event, "batchId") ? null : `takes back another than ${amount} of ${rows} rows`,
    );
  }

  #reconcile(event: DescribedEvent, batch: BatchState): string | null {
    const { settled, setAside, total, openExceptions } = batch;
    const residual = total - settled - setAside;
    const said = ["settled", "exceptions", "residual"].map((name) => amountArgument(event, name));
    const due = [settled, setAside, residual];
    batch.status = "Reconciled";
    this.accountOf(batch.programId).close({ ...batch.terms, total }, settled, residual);
    return firstOf(
      openExceptions === 0 ? null : `closes with ${openExceptions} open exceptions`,
      said.every((figure, index) => figure === due[index])
        ? null
        : `says settled, exceptions and residual are ${said.join(", ")}; they are ${due.join(", ")}`,
    );
  }

  #unlikeProgram(event: DescribedEvent, batch: BatchState): string | null {
    const said = textArgument(event, "programId");
    return said === "" || said === batch.programId ? null : "names another programme than its batch";
  }
}
