import { expect } from "chai";

import { parseAddress } from "#lib/input/parse-address";
import { parseAmount } from "#lib/input/parse-amount";
import { parseChoice } from "#lib/input/parse-choice";
import { parseDigest } from "#lib/input/parse-digest";
import { parseDuration } from "#lib/input/parse-duration";
import { parseInteger } from "#lib/input/parse-integer";

import { expectCode } from "#support/expect-code";

const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("values at the edge", () => {
  it("takes an address in lower case and with its checksum", () => {
    expect(parseAddress(ADDRESS)).to.equal(ADDRESS);
    expect(parseAddress(ADDRESS.toLowerCase())).to.equal(ADDRESS);
  });

  for (const bad of [
    "",
    "0x",
    "70997970C51812dc3A010C7d01b50e0d17dc79C8",
    `${ADDRESS}0`,
    ADDRESS.replace("C51", "c51"),
  ]) {
    it(`refuses the address "${bad}" by its value`, async () => {
      const error = await expectCode(() => parseAddress(bad, "--account"), "input/address");
      expect(error.message).to.equal(`"${bad}" is not an address (--account).`);
      expect(error.exitCode).to.equal(2);
    });
  }

  it("takes durations from large to small units", () => {
    expect(parseDuration("72h")).to.equal(259_200);
    expect(parseDuration("1d12h")).to.equal(129_600);
    expect(parseDuration("90s")).to.equal(90);
  });

  for (const bad of ["", "0s", "12", "12h1d", "-1h", "1.5h", "9999999d"]) {
    it(`refuses the duration "${bad}"`, () => expectCode(() => parseDuration(bad), "input/duration"));
  }

  it("takes digests, and gives them in lower case", () => {
    expect(parseDigest(`0x${"AB".repeat(32)}`)).to.equal(`0x${"ab".repeat(32)}`);
  });

  for (const bad of ["", `0x${"ab".repeat(31)}`, "ab".repeat(32)]) {
    it(`refuses the digest "${bad}"`, () => expectCode(() => parseDigest(bad), "input/digest"));
  }

  it("takes amounts with no more decimals than the unit has", async () => {
    expect(parseAmount("12.5", 6)).to.equal(12_500_000n);
    await expectCode(() => parseAmount("1.1234567", 6), "input/amount");
    await expectCode(() => parseAmount("-1", 6), "input/amount");
    await expectCode(() => parseAmount("1e3", 6), "input/amount");
  });

  it("takes integers in plain digits only", async () => {
    expect(parseInteger("340282366920938463463374607431768211456")).to.equal(2n ** 128n);
    for (const bad of ["", "-1", "0x10", "1_000", "01"]) await expectCode(() => parseInteger(bad), "input/integer");
  });

  it("takes one of a list of words, and names the list otherwise", async () => {
    expect(parseChoice("configonly", ["DocOnly", "ConfigOnly"], "class of change")).to.equal("ConfigOnly");
    const error = await expectCode(
      () => parseChoice("x", ["DocOnly", "ConfigOnly"], "class of change"),
      "input/class-of-change",
    );
    expect(error.hint).to.equal("Use one of DocOnly, ConfigOnly.");
  });
});
