import { expect } from "chai";

import { breachesOf, clocksOf, describeClock } from "#lib/incident/clocks";
import { parseAudience, parseSeverity, type Incident } from "#lib/incident/incident";

import { expectCode } from "#support/expect-code";

const incident: Incident = {
  id: `0x${"11".repeat(32)}`,
  status: "Acknowledged",
  severity: "SEV1",
  entity: 7,
  openedAt: 1000,
  openedBlock: 1,
  acknowledgedAt: 1100,
  mitigatedAt: null,
  resolvedAt: null,
  reviewedAt: null,
  internalStatementAt: 1400,
  publicStatementAt: null,
  levels: {
    acknowledgeWithin: 100,
    statementWithin: 300,
    mitigateWithin: 600,
    resolveWithin: 900,
    reviewWithin: 5000,
  },
};

describe("service-level clocks", () => {
  it("say what was kept, broken, is running and is late", () => {
    expect(clocksOf(incident, 1600).map(({ name, state, margin }) => [name, state, margin])).to.deep.equal([
      ["acknowledge", "kept", 0],
      ["internal statement", "breached", -100],
      ["public statement", "late", -300],
      ["mitigate", "running", 0],
      ["resolve", "running", 300],
    ]);
    expect(breachesOf(clocksOf(incident, 1600)).map(({ name }) => name)).to.deep.equal([
      "internal statement",
      "public statement",
    ]);
  });

  it("promise a public statement for SEV1 and SEV2 alone, and a review from the resolution on", () => {
    const names = (severity: Incident["severity"]): string[] =>
      clocksOf({ ...incident, severity, resolvedAt: 2000 }, 2000).map(({ name }) => name);
    expect(names("SEV2")).to.include("public statement");
    expect(names("SEV3")).to.not.include("public statement");
    expect(clocksOf({ ...incident, resolvedAt: 2000 }, 7001).at(-1)).to.include({ due: 7000, state: "late" });
  });

  it("are told in words", () => {
    expect(clocksOf(incident, 1600).map(describeClock)).to.deep.equal([
      "acknowledge: kept with 0s in hand",
      "internal statement: BREACHED by 1m40s",
      "public statement: LATE by 5m, was due 1970-01-01T00:21:40Z",
      "mitigate: 0s left, due 1970-01-01T00:26:40Z",
      "resolve: 5m left, due 1970-01-01T00:31:40Z",
    ]);
  });

  it("belong to severities and audiences that exist", async () => {
    expect([parseSeverity("2"), parseSeverity("sev2")]).to.deep.equal(["SEV2", "SEV2"]);
    expect(parseAudience("PUBLIC")).to.equal("Public");
    await expectCode(() => parseSeverity("0"), "input/severity");
    await expectCode(() => parseSeverity("None"), "input/severity");
    await expectCode(() => parseSeverity("SEV3", ["SEV1", "SEV2"]), "input/severity");
    await expectCode(() => parseAudience("press"), "input/audience");
  });
});
