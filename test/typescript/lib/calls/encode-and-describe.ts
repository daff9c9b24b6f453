import { expect } from "chai";
import { ZeroHash } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { describeCall } from "#lib/calls/describe-call";
import { encodeCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";

import { expectCode } from "#support/expect-code";
import { anAddress, paperRecord } from "#support/record";

const book = new AddressBook(paperRecord());
const call = { target: "OperationsLog", function: "setReleaseCadence", args: [ZeroHash, "86400"], value: "0" } as const;

describe("encodeCall and describeCall", () => {
  it("encodes by name and decodes to the same words", () => {
    const encoded = encodeCall(call, book);
    expect(encoded.data).to.equal(
      suiteInterface("OperationsLog").encodeFunctionData("setReleaseCadence", [ZeroHash, 86_400]),
    );
    expect(encoded.signature).to.equal("setReleaseCadence(bytes32,uint32)");
    expect(describeCall(encoded, book).text).to.equal(
      `OperationsLog.setReleaseCadence(component: ${ZeroHash}, minInterval: 86400)`,
    );
  });

  it("puts an address in the place of its name, and names it when shown", () => {
    const encoded = encodeCall(
      { ...call, target: "ChangeManager", function: "setMaintenanceCalendar", args: ["$OperationsLog"] },
      book,
    );
    const { text } = describeCall(encoded, book);
    expect(text).to.equal(`ChangeManager.setMaintenanceCalendar(calendar: OperationsLog ${anAddress(4)})`);
  });

  it("shows an unknown function by its selector instead of guessing", () => {
    const { text, args } = describeCall({ target: anAddress(4), value: 0n, data: "0xdeadbeef" }, book);
    expect(text).to.match(/^OperationsLog: function 0xdeadbeef is unknown/);
    expect(args).to.deep.equal([]);
  });

  it("does not call data decoded that hides bytes behind the arguments", () => {
    const { data } = encodeCall(call, book);
    expect(describeCall({ target: anAddress(4), value: 0n, data: `${data}00` }, book).text).to.match(
      /not in the canonical form/,
    );
  });

  it("refuses what it cannot encode, by name", async () => {
    await expectCode(() => encodeCall({ ...call, target: "Nothing" }, book), "input/unknown-contract");
    await expectCode(() => encodeCall({ ...call, function: "nothing" }, book), "input/unknown-function");
    await expectCode(
      () => encodeCall({ ...call, target: anAddress(99), function: "nothing" }, book),
      "input/unknown-function",
    );
    await expectCode(() => encodeCall({ ...call, args: [ZeroHash] }, book), "input/call-arguments");
    await expectCode(() => encodeCall({ ...call, args: [ZeroHash, "4294967296"] }, book), "input/call-arguments");
    await expectCode(() => encodeCall({ ...call, target: "0x1234" }, book), "input/address");
  });
});
