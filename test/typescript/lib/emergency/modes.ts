import { expect } from "chai";

import { modeSchedule, type ModeEnds } from "#lib/emergency/mode-schedule";
import { isStricter, parseMode, parseOperation } from "#lib/emergency/mode";
import { previewRestriction } from "#lib/emergency/preview";
import { overdueOf } from "#lib/emergency/read-debts";
import type { SystemState } from "#lib/emergency/read-system";
import { parseRestrictionTime } from "#lib/emergency/restriction-time";
import { MODES, RESTRICTING_MODES } from "#lib/emergency/system-modes";

import { expectCode } from "#support/expect-code";

const NOW = 1000;
const NONE: ModeEnds = {
  halted: 0,
  readOnly: 0,
  limited: 0,
  extendedHalted: 0,
  extendedReadOnly: 0,
  extendedLimited: 0,
};
const DAY = 86_400;

describe("modes", () => {
  it("follow one another from strict to mild, by the later end of either half", () => {
    const ends = { ...NONE, halted: 1100, limited: 1300, extendedReadOnly: 1200, extendedLimited: 1150 };
    expect(modeSchedule(ends, NOW)).to.deep.equal([
      { mode: "HALTED", from: 1000, until: 1100 },
      { mode: "READ_ONLY", from: 1100, until: 1200 },
      { mode: "LIMITED", from: 1200, until: 1300 },
      { mode: "NORMAL", from: 1300, until: null },
    ]);
  });

  it("are over in the second of their end", () => {
    const ends = { ...NONE, halted: 999, limited: NOW };
    expect(modeSchedule(ends, NOW)).to.deep.equal([{ mode: "NORMAL", from: NOW, until: null }]);
    expect(modeSchedule({ ...ends, limited: NOW + 1 }, NOW)[0]?.mode).to.equal("LIMITED");
  });

  it("are read however people write them, and only where they make sense", async () => {
    expect(["READ_ONLY", "read-only", "ReadOnly"].map((mode) => parseMode(mode, MODES))).to.deep.equal(
      Array.from({ length: 3 }, () => "READ_ONLY"),
    );
    expect(parseOperation("convertOut")).to.equal("CONVERT_OUT");
    expect(isStricter("HALTED", "READ_ONLY")).to.equal(true);
    expect(isStricter("LIMITED", "LIMITED")).to.equal(false);
    await expectCode(() => parseMode("NORMAL", RESTRICTING_MODES), "input/mode");
    await expectCode(() => parseOperation("mint"), "input/operation");
  });
});

describe("the preview of a restriction", () => {
  const state = (mode: SystemState["mode"], budgetLeft: number): SystemState => ({
    id: `0x${"11".repeat(32)}`,
    name: "retail-rail",
    kind: "rail",
    mode,
    until: mode === "NORMAL" ? null : 2000,
    schedule: [],
    budgetLeft,
    used: { strict: 0, reserve: 0, overrides: 0 },
    overrides: [],
    volume: { perDay: 0n, available: 0n },
  });
  const system = state("NORMAL", 0);

  it("is cut to what the budget leaves, and steps down for as long again", () => {
    const preview = previewRestriction(state("LIMITED", 600), { system, mode: "HALTED" }, 900, NOW);
    expect(preview).to.include({ now: "LIMITED", after: "HALTED", allowed: 600, hindrance: null });
    expect(preview).to.include({ strictUntil: 1600, limitedUntil: 2200 });
  });

  it("says why nothing would change", () => {
    const held = previewRestriction(state("READ_ONLY", 600), { system, mode: "READ_ONLY" }, 900, NOW);
    expect([held.after, held.hindrance]).to.deep.equal([
      "READ_ONLY",
      "it is in READ_ONLY already until 1970-01-01T00:33:20Z",
    ]);
    const spent = previewRestriction(state("NORMAL", 0), { system, mode: "HALTED" }, 900, NOW);
    expect([spent.after, spent.strictUntil]).to.deep.equal(["NORMAL", null]);
    expect(spent.hindrance).to.include("budget is used up");
  });

  it("is for 10 minutes to 72 hours", async () => {
    expect([parseRestrictionTime("10m"), parseRestrictionTime("72h")]).to.deep.equal([600, 259_200]);
    await expectCode(() => parseRestrictionTime("9m59s"), "input/duration");
    await expectCode(() => parseRestrictionTime("72h1s"), "input/duration");
  });
});

describe("a review debt", () => {
  const debt = { open: true, dueAt: NOW, narrativeDueAt: null, filedAt: null };

  it("is overdue after its time, not in its last second", () => {
    expect(overdueOf(debt, NOW)).to.deep.equal([]);
    expect(overdueOf(debt, NOW + 1)).to.deep.equal(["review"]);
    expect(overdueOf({ ...debt, open: false }, NOW + 1)).to.deep.equal([]);
  });

  it("waits 30 days longer for the acceptance of what was filed in time", () => {
    const filed = { ...debt, filedAt: NOW - 1 };
    expect(overdueOf(filed, NOW + 30 * DAY)).to.deep.equal([]);
    expect(overdueOf(filed, NOW + 30 * DAY + 1)).to.deep.equal(["review"]);
  });

  it("includes the narrative", () => {
    expect(overdueOf({ ...debt, narrativeDueAt: NOW - 1 }, NOW)).to.deep.equal(["narrative"]);
  });
});
