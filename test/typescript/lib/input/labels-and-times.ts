import { expect } from "chai";
import { id } from "ethers";

import { parseLabel } from "#lib/input/parse-label";
import { isoTime, parseDeadline, parseTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

import { expectCode } from "#support/expect-code";

const NOW = 1_795_230_000;

describe("labels and times at the edge", () => {
  it("hashes a label, and takes an id as it is", () => {
    const label = "2026-11-21-bridge-mismatch";
    expect(parseLabel(label)).to.deep.equal({ text: label, id: id(label) });
    const given = `0x${"AB".repeat(32)}`;
    expect(parseLabel(given)).to.deep.equal({ text: given.toLowerCase(), id: given.toLowerCase() });
  });

  // A mistyped id must not become the hash of itself; a label must not leave its folder.
  for (const bad of ["", "0x1234", `0x${"00".repeat(32)}`, `0x${"ab".repeat(33)}`, "../x", "a/b", ".x", "é", "a b"]) {
    it(`refuses the label "${bad}"`, () => expectCode(() => parseLabel(bad, "--incident"), "input/label"));
  }

  it("takes times with their zone", () => {
    expect(parseTime("2026-11-21T05:00:00+02:00")).to.equal(parseTime("2026-11-21T03:00:00Z"));
    expect(isoTime(parseTime("2026-11-21T03:00:00Z"))).to.equal("2026-11-21T03:00:00Z");
  });

  for (const bad of ["", "3am", "2026-11-21", "2026-11-21T03:00:00", "2026-13-21T03:00:00Z", "1795230000"]) {
    it(`refuses the time "${bad}"`, () => expectCode(() => parseTime(bad), "input/time"));
  }

  it("counts a deadline from the chain's clock, and refuses one that is past", async () => {
    expect(parseDeadline("12h", NOW)).to.equal(NOW + 43_200);
    expect(parseDeadline(isoTime(NOW + 1), NOW)).to.equal(NOW + 1);
    await expectCode(() => parseDeadline(isoTime(NOW), NOW), "input/past-time");
    await expectCode(() => parseDeadline("1h1d", NOW), "input/duration");
  });

  it("shows durations in the two largest units", () => {
    expect([0, 59, 3600, 90_061, -7200].map(showDuration)).to.deep.equal(["0s", "59s", "1h", "1d1h", "2h"]);
  });
});
