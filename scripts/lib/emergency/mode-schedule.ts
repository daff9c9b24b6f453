import { MODES, type ModeName } from "#lib/emergency/system-modes";

/** `ModeEnds` of the contract: Unix times at which modes end; zero for a mode that was never set. */
export interface ModeEnds {
  readonly halted: number;
  readonly readOnly: number;
  readonly limited: number;
  readonly extendedHalted: number;
  readonly extendedReadOnly: number;
  readonly extendedLimited: number;
}

/** One stretch of time in one mode. */
export interface ModePeriod {
  readonly mode: ModeName;
  readonly from: number;
  /** Null for NORMAL, which lasts until somebody restricts the system. */
  readonly until: number | null;
}

/**
 * The modes that follow one another by time alone: the strictest whose end lies ahead, as the contract computes it. The
 * first is the mode now, the last is NORMAL.
 */
export function modeSchedule(ends: ModeEnds, now: number): ModePeriod[] {
  const latest: Readonly<Record<Exclude<ModeName, "NORMAL">, number>> = {
    HALTED: Math.max(ends.halted, ends.extendedHalted),
    READ_ONLY: Math.max(ends.readOnly, ends.extendedReadOnly),
    LIMITED: Math.max(ends.limited, ends.extendedLimited),
  };
  const periods: ModePeriod[] = [];
  let from = now;
  for (const mode of [...MODES].reverse()) {
    if (mode === "NORMAL") break;
    const until = latest[mode];
    if (until <= from) continue;
    periods.push({ mode, from, until });
    from = until;
  }
  return [...periods, { mode: "NORMAL", from, until: null }];
}
