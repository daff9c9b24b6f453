import { expect } from "chai";

import { parseCall } from "#lib/calls/parse-call";

import { expectCode } from "#support/expect-code";

describe("parseCall", () => {
  it("reads words, strings, lists and booleans", () => {
    expect(
      parseCall('OperationsLog.f(0x12, 86400, "a, \\"b\\" (c)", [1, [true, false], []], $RoleRegistry)'),
    ).to.deep.equal({
      target: "OperationsLog",
      function: "f",
      args: ["0x12", "86400", 'a, "b" (c)', ["1", [true, false], []], "$RoleRegistry"],
      value: "0",
    });
  });

  it("reads a call without arguments", () => {
    expect(parseCall("GovernanceGuard.announceExit()").args).to.deep.equal([]);
  });

  for (const bad of ["", "f(1)", "A.f", "A.f(1", "A.f(1,)", "A.f(,1)", "A.f([1)", "A.f(1 2)", 'A.f("x)']) {
    it(`refuses ${bad}`, () => expectCode(() => parseCall(bad), "input/call"));
  }
});
