/** Bounds of `ReviewDebts.sol`, in seconds. */
const HOUR = 3_600;
const DAY = 24 * HOUR;
const REVIEW_PERIOD = 14 * DAY;
const REVIEW_GRACE = 30 * DAY;
const NARRATIVE_PERIOD = 24 * HOUR;
const COUNCIL_SPAN = 2 * (72 + 12) * HOUR;
const MAX_LOOKED_AT = 32;

interface Debt {
  open: boolean;
  openedAt: number;
  dueAt: number;
  narrativeDueAt: number;
  filedAt: number;
}

/** What owes a review. */
export interface Owing {
  readonly incidentId: string;
  /** When the last thing that owes it ends. */
  readonly until: number;
  /** The council's own restrictions put a debt off for a while only. */
  readonly byCouncil: boolean;
  readonly byPlaybook: boolean;
}

/** Review debts, replayed from events as the contract keeps them. */
export class DebtReplay {
  readonly #debts = new Map<string, Debt>();

  /** @returns When review and narrative must be due now. */
  owe({ incidentId, until, byCouncil, byPlaybook }: Owing, now: number): Pick<Debt, "dueAt" | "narrativeDueAt"> {
    const debt = this.#of(incidentId);
    if (!debt.open) Object.assign(debt, { open: true, openedAt: now, dueAt: 0 });
    const end = byCouncil ? Math.min(until, debt.openedAt + COUNCIL_SPAN) : until;
    const passed = debt.dueAt !== 0 && now > debt.dueAt;
    if (!passed) debt.dueAt = Math.max(debt.dueAt, end + REVIEW_PERIOD);
    if (byPlaybook && debt.narrativeDueAt === 0) debt.narrativeDueAt = now + NARRATIVE_PERIOD;
    return debt;
  }

  fileNarrative(incidentId: string): void {
    this.#of(incidentId).narrativeDueAt = 0;
  }

  file(incidentId: string, now: number): void {
    this.#of(incidentId).filedAt = now;
  }

  reject(incidentId: string): void {
    this.#of(incidentId).filedAt = 0;
  }

  accept(incidentId: string): void {
    Object.assign(this.#of(incidentId), { open: false, filedAt: 0, narrativeDueAt: 0 });
  }

  /** Whether any review or narrative is overdue; more open debts than the contract looks at count as overdue. */
  isOverdue(now: number): boolean {
    const open = [...this.#debts.values()].filter((debt) => debt.open);
    if (open.length > MAX_LOOKED_AT) return true;
    return open.some(({ dueAt, filedAt, narrativeDueAt }) => {
      const deadline = filedAt === 0 ? dueAt : dueAt + REVIEW_GRACE;
      return now > deadline || (narrativeDueAt !== 0 && now > narrativeDueAt);
    });
  }

  #of(incidentId: string): Debt {
    const debt = this.#debts.get(incidentId) ?? { open: false, openedAt: 0, dueAt: 0, narrativeDueAt: 0, filedAt: 0 };
    this.#debts.set(incidentId, debt);
    return debt;
  }
}
