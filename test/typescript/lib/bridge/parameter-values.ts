import { expect } from "chai";

import { parseParameter, parseValue, requireValueForm, showValue } from "#lib/bridge/parameter-values";
import { showAmount, type Token } from "#lib/bridge/token";
import { expectCode } from "#support/expect-code";
import { anAddress } from "#support/record";

const token = (decimals: number): Token => ({ address: anAddress(1), symbol: "RHM", decimals });

describe("values of a bridge's parameters", () => {
  it("takes amounts of whole tokens, whatever their decimals", () => {
    expect(parseValue("OutCapacity", "1500.00", token(2))).to.equal(150_000n);
    expect(parseValue("ConversionMaximum", "1500", token(0))).to.equal(1_500n);
    expect(parseValue("InCapacity", "0.000000000000000001", token(18))).to.equal(1n);
    expect(parseValue("InCapacity", "0", token(6))).to.equal(0n);
  });

  it("takes durations and shares with their unit, and zero without", () => {
    expect(parseValue("OutWindow", "1d12h", token(2))).to.equal(129_600n);
    expect(parseValue("ReserveMaxAge", "0", token(2))).to.equal(0n);
    expect(parseValue("FailureMaximum", "4.5%", token(2))).to.equal(450n);
    expect(parseValue("FailureMaximum", "0%", token(2))).to.equal(0n);
  });

  it("refuses what would be read in two ways", async () => {
    await expectCode(() => parseValue("OutCapacity", "1,500.00", token(2)), "input/amount");
    await expectCode(() => parseValue("OutCapacity", "1500.001", token(2)), "input/amount");
    await expectCode(() => parseValue("OutCapacity", "-1", token(2)), "input/amount");
    await expectCode(() => parseValue("OutWindow", "3600", token(2)), "input/duration");
    await expectCode(() => parseValue("FailureMaximum", "450", token(2)), "input/share");
    await expectCode(() => parseValue("FailureMaximum", "4.555%", token(2)), "input/share");
    await expectCode(() => parseParameter("Capacity"), "input/parameter");
  });

  it("refuses a value of no form before anybody asks a node", async () => {
    await expectCode(() => {
      requireValueForm("OutCapacity", "");
    }, "input/amount");
    requireValueForm("OutCapacity", "0.000000000000000001");
  });

  it("shows amounts with thousands apart and the token's symbol", () => {
    expect(showAmount(125_000_000n, token(2))).to.equal("1,250,000.00 RHM");
    expect(showAmount(1_250n, token(0))).to.equal("1,250 RHM");
    expect(showAmount(1n, token(18))).to.equal("0.000000000000000001 RHM");
    expect(showAmount(-100n, token(2))).to.equal("-1.00 RHM");
    expect(showValue("FailureMaximum", 450n, token(2))).to.equal("4.50%");
    expect(showValue("OutWindow", 86_400n, token(2))).to.equal("1d");
    expect(showValue("OutWindow", 64_801n + 86_400n, token(2))).to.equal("1d18h (151201s)");
  });
});
