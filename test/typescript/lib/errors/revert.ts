import { expect } from "chai";
import { AbiCoder, type ParamType } from "ethers";

import { suiteContracts, suiteInterface } from "#lib/abi/suite-interface";
import { decodeRevert, explainRevert, revertDataOf } from "#lib/errors/revert";
import { SuiteError } from "#lib/errors/suite-error";

const ID = `0x${"12".repeat(32)}`;
const notReady = suiteInterface("ChangeManager").encodeErrorResult("NotReady", [ID, 1_764_000_000]);

describe("errors of contracts", () => {
  it("are named with their arguments, for every custom error of every contract", () => {
    for (const contract of suiteContracts) {
      suiteInterface(contract).forEachError((fragment) => {
        const values = fragment.inputs.map(zeroOf);
        const decoded = decodeRevert(suiteInterface(contract).encodeErrorResult(fragment, values));
        expect(decoded?.name, `${contract}.${fragment.name}`).to.equal(fragment.name);
      });
    }
  });

  it("become a code that scripts can rely on", () => {
    const error = explainRevert(Object.assign(new Error("reverted"), { data: notReady }), "The execution");
    if (!(error instanceof SuiteError)) throw new Error("No SuiteError");
    expect(error.code).to.equal("refused/not-ready");
    expect(error.exitCode).to.equal(3);
    expect(error.message).to.equal(`The execution would be refused by the contracts: NotReady(${ID}, 1764000000).`);
    expect(error.details["args"]).to.deep.equal({ id: ID, readyAt: "1764000000" });
  });

  it("are found wherever a library puts them, and nowhere else", () => {
    expect(revertDataOf({ info: { error: { code: 3, data: notReady } } })).to.equal(notReady);
    expect(revertDataOf({ cause: { message: "x", data: { message: "y", data: notReady } } })).to.equal(notReady);
    expect(revertDataOf({ transaction: { data: notReady } })).to.equal(undefined);
    expect(revertDataOf(new Error("fetch failed"))).to.equal(undefined);
  });

  it("name reverts with a reason and panics as well", () => {
    const coder = AbiCoder.defaultAbiCoder();
    expect(decodeRevert(`0x08c379a0${coder.encode(["string"], ["GS026"]).slice(2)}`)?.text).to.equal("Error(GS026)");
    expect(decodeRevert(`0x4e487b71${coder.encode(["uint256"], [17]).slice(2)}`)?.text).to.equal("Panic(17)");
    expect(decodeRevert("0xdeadbeef")).to.equal(undefined);
  });

  it("leave failures alone that are no reverts", () => {
    const down = new Error("connect ECONNREFUSED");
    expect(explainRevert(down, "The call")).to.equal(down);
  });
});

function zeroOf({ type, components }: ParamType): unknown {
  if (type.endsWith("[]")) return [];
  if (components !== null) return components.map(zeroOf);
  if (type === "address") return `0x${"00".repeat(20)}`;
  if (type === "string") return "";
  if (type === "bytes") return "0x";
  if (type.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice(5)))}`;
  return type === "bool" ? false : 0;
}
