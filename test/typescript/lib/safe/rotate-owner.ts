import { expect } from "chai";
import { ZeroAddress } from "ethers";

import type { CouncilOwners, Seat } from "#lib/safe/council-owners";
import { prepareRotation, type Rotation } from "#lib/safe/rotate-owner";
import { safeInterface } from "#lib/safe/safe-interface";

import { expectCode } from "#support/expect-code";
import { anAddress } from "#support/record";

const SAFE = anAddress(90);
const people = [1, 2, 3, 4, 5].map(anAddress);
const [first = "", second = "", third = "", fourth = ""] = people;
const standby = anAddress(6);
const sibling = anAddress(7);

/** A council of five that needs three, two for POLICY and three for TECHNICAL, each of an entity of its own. */
function council(alter: Partial<CouncilOwners> = {}): CouncilOwners {
  const seat = (entity: number, constituency: Seat["constituency"]): Seat => ({ entity, constituency });
  const seats = new Map([
    ...people.map((owner, index) => [owner, seat(index + 1, index < 2 ? "POLICY" : "TECHNICAL")] as const),
    [standby, seat(6, "POLICY")],
    [sibling, seat(3, "TECHNICAL")],
  ]);
  return {
    council: "governance",
    safe: SAFE,
    version: "1.5.0",
    owners: people,
    threshold: 3,
    nonce: 7n,
    guard: anAddress(2),
    moduleGuard: anAddress(2),
    fallbackHandler: anAddress(3),
    constituencies: ["POLICY", "TECHNICAL"],
    seats,
    ...alter,
  };
}

describe("the replacement of an owner", () => {
  const swapped = (state: CouncilOwners, rotation: Rotation): unknown[] => [
    ...safeInterface.decodeFunctionData("swapOwner", prepareRotation(state, rotation).act.data),
  ];

  it("names the owner before the one who leaves, as the Safe's linked list has it", () => {
    expect(swapped(council(), { lost: second, successor: standby })).to.deep.equal([first, second, standby]);
    expect(swapped(council(), { lost: first, successor: standby })[0]).to.equal(
      "0x0000000000000000000000000000000000000001",
    );
  });

  it("keeps the number of owners, and counts on nobody who left", () => {
    const { act, owners, signers } = prepareRotation(council(), { lost: second, successor: standby });
    expect(owners).to.deep.equal(people.with(1, standby));
    expect(signers).to.deep.equal(people.filter((owner) => owner !== second));
    expect([act.council, act.contract, act.nonce]).to.deep.equal(["governance", "ownSafe", undefined]);
  });

  const seatless = new Map([...council().seats].filter(([owner]) => owner !== fourth));
  const alike = new Map([...council().seats].map(([owner, { constituency }]) => [owner, { entity: 1, constituency }]));
  const lonely = council({ owners: [first, third, fourth], threshold: 2 });
  for (const [what, state, rotation, code] of [
    ["somebody who is no owner", council(), { lost: anAddress(8), successor: standby }, "refused/not-owner"],
    ["an owner as successor", council(), { lost: second, successor: third }, "refused/already-owner"],
    ["nobody as successor", council(), { lost: second, successor: ZeroAddress }, "input/successor"],
    ["the Safe itself as successor", council(), { lost: second, successor: SAFE }, "input/successor"],
    ["a successor without a seat", council(), { lost: second, successor: anAddress(8) }, "refused/successor-unseated"],
    [
      "an owner without a seat",
      council({ seats: seatless }),
      { lost: second, successor: standby },
      "refused/owner-unseated",
    ],
    ["a constituency without a voice", lonely, { lost: first, successor: sibling }, "refused/constituency-absent"],
    ["a constituency that cannot sign", lonely, { lost: first, successor: standby }, "refused/quorum-lost"],
    [
      "an entity that could decide alone",
      council({ seats: alike }),
      { lost: second, successor: standby },
      "refused/entity-decides-alone",
    ],
    [
      "fewer owners than the threshold",
      council({ threshold: 5 }),
      { lost: second, successor: standby },
      "refused/quorum-lost",
    ],
  ] as const) {
    it(`is refused for ${what}`, () => expectCode(() => prepareRotation(state, rotation), code));
  }
});
