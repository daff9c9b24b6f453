import { expect } from "chai";
import { id as keccak, ZeroAddress, ZeroHash } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { describeKeyAct } from "#lib/keys/decode-key-act";
import { GRACE, type Key } from "#lib/keys/key";
import { accountKeyId, accountOf, categoryOf, keyId, parseKey } from "#lib/keys/key-id";
import { deadlineOf, describeDeadline, isPressing } from "#lib/keys/deadline";
import { expectCode } from "#support/expect-code";
import { anAddress } from "#support/record";

const DAY = 86_400;
const DUE = 1_800_000_000;

describe("keys in words", () => {
  it("a key is named by category and name, by category and account, or by its id", async () => {
    const named = parseKey("issuer:office-2026");
    expect(named).to.deep.equal({
      text: "issuer:office-2026",
      id: `0x02${keccak("office-2026").slice(4)}`,
      category: "issuer",
    });
    expect(parseKey(named.id.toUpperCase().replace("0X", "0x"))).to.include({ id: named.id, category: "issuer" });
    const account = parseKey(`operator:${anAddress(1).toLowerCase()}`);
    expect(account).to.deep.equal({
      text: `operator:${anAddress(1)}`,
      id: accountKeyId("operator", anAddress(1)),
      category: "operator",
    });
    expect([accountOf(account), accountOf(named)]).to.deep.equal([anAddress(1), undefined]);
    expect(["00", "01", "04", "05"].map((first) => categoryOf(`0x${first}${"11".repeat(31)}`))).to.deep.equal([
      undefined,
      "governance",
      "audit",
      undefined,
    ]);
    await expectCode(() => parseKey(`0x05${"11".repeat(31)}`), "input/key");
  });

  it("a council's act is put into words from its bytes, and from all of them", () => {
    const abi = suiteInterface("KeyRegistry");
    const [first, second] = ["a", "b"].map((name) => keyId("governance", keccak(name)));
    const terms = [anAddress(1), 1, ZeroHash, 365 * DAY];
    const data = abi.encodeFunctionData("rotateGovernanceKey", [first, second, terms, keccak("minutes")]);
    expect(describeKeyAct(data)).to.equal(
      `replace the governance key ${first} by ${second} of ${anAddress(1)}, kept by multisig, to be replaced every 365d, evidence ${keccak("minutes")}`,
    );
    expect(describeKeyAct(abi.encodeFunctionData("retireGovernanceKey", [first, keccak("reason")]))).to.equal(
      `retire the governance key ${first}, reason ${keccak("reason")}`,
    );
    expect(describeKeyAct(`${data}00`)).to.equal(undefined);
    for (const [name, values] of [
      ["registerIssuerKey", [first, terms]],
      ["upgradeToAndCall", [ZeroAddress, "0x"]],
    ] as const) {
      expect(describeKeyAct(abi.encodeFunctionData(name, values)), name).to.equal(undefined);
    }
  });

  it("a deadline says what is blocked after the grace, and a compromise what is blocked now", () => {
    const issuer = key({ category: "issuer" });
    expect(describeDeadline(deadlineOf(issuer, DUE - 7 * DAY))).to.match(/^due within 7d: .* then: \S+ issues no /);
    expect(describeDeadline(deadlineOf(issuer, DUE + DAY))).to.match(/^DUE since \S+ \(1d ago\), grace until /);
    expect(describeDeadline(deadlineOf(issuer, DUE + GRACE))).to.match(/^OVERDUE .* issues no credentials$/);
    const council = key({ category: "governance" });
    expect(describeDeadline(deadlineOf(council, DUE + GRACE))).to.match(/: nothing is blocked$/);
    const [audit, stolen] = [key({ category: "audit" }), key({ category: "audit", status: "Compromised" })];
    expect(deadlineOf(audit, DUE + GRACE).blocks).to.equal(null);
    expect(deadlineOf(stolen, 0)).to.include({ urgency: "compromised", blocks: "nothing new may be encrypted to it" });
  });

  it("what is out of use is never pressing, what is compromised always is", () => {
    const ended = deadlineOf(key({ status: "Rotated", endedAt: 1 }), DUE + 30 * DAY);
    expect([ended.urgency, isPressing(ended, 365 * DAY), describeDeadline(ended)]).to.deep.equal([
      "none",
      false,
      "out of use",
    ]);
    expect(isPressing(deadlineOf(key({ status: "Compromised" }), 0), DAY)).to.equal(true);
  });
});

function key(given: Partial<Key>): Key {
  return {
    id: ZeroHash,
    category: "issuer",
    status: "Current",
    custody: "hsm",
    custodyDigest: ZeroHash,
    entity: 1,
    holder: anAddress(1),
    registeredAt: 0,
    dueAt: DUE,
    rotationPeriod: 90 * DAY,
    compromisedAt: null,
    endedAt: null,
    drilledAt: null,
    successor: null,
    usable: true,
    ...given,
  };
}
