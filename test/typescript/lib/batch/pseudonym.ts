import { createHmac, hkdfSync } from "node:crypto";

import { expect } from "chai";
import { id } from "ethers";

import { pseudonymKey, pseudonymOf } from "#lib/batch/pseudonym";
import { fromHex, toHex } from "#lib/batch/row";

import { SECRET } from "#support/payout";

const PERSON = "12345678901";
const SCHEME = "national-id-number";

function pseudonym(program: string, period: number, scheme = SCHEME, secret: Uint8Array = SECRET): string {
  return toHex(pseudonymOf(pseudonymKey(secret, { programId: fromHex(id(program)), period }), scheme, PERSON));
}

describe("pseudonyms", () => {
  it("are HMAC-SHA-256 with a key by HKDF-SHA-256, over length-prefixed fields", () => {
    const field = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    const fields = (...values: (string | Uint8Array)[]): Buffer =>
      Buffer.concat(values.map((value) => field(typeof value === "string" ? Buffer.from(value) : value)));
    const info = fields("sign.pseudonym.key.v1", fromHex(id("support")), "4");
    const key = Buffer.from(hkdfSync("sha256", SECRET, Buffer.alloc(0), info, 32));
    const expected = createHmac("sha256", key)
      .update(fields("sign.pseudonym.v1", SCHEME, PERSON))
      .digest();
    expect(pseudonym("support", 4)).to.equal(toHex(expected));
  });

  it("of one person are the same within a programme's period", () => {
    expect(pseudonym("support", 4)).to.equal(pseudonym("support", 4));
  });

  it("of one person have nothing in common across programmes, periods, registers and secrets", () => {
    const all = [
      pseudonym("support", 4),
      pseudonym("pension", 4),
      pseudonym("support", 5),
      pseudonym("support", 4, "tax-number"),
      pseudonym("support", 4, SCHEME, Buffer.alloc(32, 9)),
    ];
    expect(new Set(all).size).to.equal(all.length);
    expect(new Set(all.map((value) => value.slice(0, 6))).size).to.equal(all.length);
  });

  it("do not run fields together", () => {
    const key = pseudonymKey(SECRET, { programId: fromHex(id("support")), period: 4 });
    expect(toHex(pseudonymOf(key, "ab", "c"))).not.to.equal(toHex(pseudonymOf(key, "a", "bc")));
  });
});
