import { expect } from "chai";
import { concat, getBytes, hashMessage, id, toBeHex, Wallet, zeroPadValue } from "ethers";

import { readSignatures } from "#lib/evidence/safe-signatures";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe("readSignatures", () => {
  const wallet = new Wallet(id("somebody"));
  const stranger = new Wallet(id("another")).address;
  const hash = id("a Safe transaction");
  const plain = wallet.signingKey.sign(hash);

  function read(signature: string, executor = stranger) {
    return readSignatures(hash, signature, 1, executor)[0];
  }

  it("recovers who signed the hash itself", () => {
    expect(read(plain.serialized)).to.deep.equal({
      signer: wallet.address,
      kind: "eip712",
      recovered: true,
      v: plain.v,
    });
  });

  it("recovers a signature with a high s, which the Safe accepts", () => {
    const high = concat([plain.r, toBeHex(ORDER - BigInt(plain.s), 32), toBeHex(55 - plain.v, 1)]);
    expect(read(high)?.signer).to.equal(wallet.address);
  });

  it("recovers who signed with eth_sign", () => {
    const { r, s, v } = wallet.signingKey.sign(hashMessage(getBytes(hash)));
    const record = concat([r, s, toBeHex(v + 4, 1)]);
    expect(read(record)).to.deep.equal({ signer: wallet.address, kind: "ethSign", recovered: true, v: v + 4 });
  });

  it("says when only the Safe vouches: executor, approved hash, contract", () => {
    const named = (v: number): string => concat([zeroPadValue(wallet.address, 32), toBeHex(65, 32), toBeHex(v, 1)]);
    const vouched = { signer: wallet.address, recovered: false };
    expect(read(named(1), wallet.address)).to.deep.equal({ ...vouched, kind: "executor", v: 1 });
    expect(read(named(1))).to.deep.equal({ ...vouched, kind: "approvedHash", v: 1 });
    expect(read(named(0))).to.deep.equal({ ...vouched, kind: "contract", v: 0 });
  });

  it("reads as many records as the threshold, and no byte more", () => {
    const two = concat([plain.serialized, plain.serialized, "0xdeadbeef"]);
    expect(readSignatures(hash, two, 1, stranger)).to.have.length(1);
    expect(readSignatures(hash, two, 2, stranger)).to.have.length(2);
    expect(() => readSignatures(hash, two, 3, stranger)).to.throw("fewer than 3 signatures");
  });

  it("refuses what ecrecover refuses", () => {
    const recordOf = (s: bigint, v: number): string => concat([plain.r, toBeHex(s, 32), toBeHex(v, 1)]);
    expect(() => read(recordOf(BigInt(plain.s), 29))).to.throw("signature with v = 29");
    expect(() => read(recordOf(BigInt(plain.s), 33))).to.throw("signature with v = 29");
    expect(() => read(recordOf(0n, 27))).to.throw("out of range");
    expect(() => read(recordOf(ORDER, 27))).to.throw("out of range");
    expect(() => read(concat([toBeHex(0, 32), plain.s, "0x1b"]))).to.throw();
  });

  it("yields somebody else for another hash", () => {
    expect(readSignatures(id("other"), plain.serialized, 1, stranger)[0]?.signer).not.to.equal(wallet.address);
  });
});
