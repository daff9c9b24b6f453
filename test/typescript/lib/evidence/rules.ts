import { expect } from "chai";
import { id, toBeHex, ZeroHash } from "ethers";

import type { Trust } from "#lib/evidence/trust";
import { evidenceCourt } from "#support/evidence-court";
import {
  approvedAnew,
  executor,
  highRiskUpgrade,
  routineUpgrade,
  type SentBack,
  type StoryTwist,
} from "#support/evidence-story";
import { type EvidenceWorld, policy, walletOf } from "#support/evidence-world";

/** Chains on which the contracts themselves would have lied: the bundle is genuine, the history breaks the rules. */
describe("evidence of a history against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open();
  });

  function findings(adjust?: (trust: Trust) => Trust): Promise<string> {
    return court.findings(adjust);
  }

  it("finds nothing against one that keeps them", async () => {
    await routineUpgrade(world);
    await highRiskUpgrade(world);
    expect(await findings()).to.equal("");
  });

  const artifacts = {
    request: id("a"),
    securityImpact: id("b"),
    availabilityImpact: id("c"),
    privacyImpact: ZeroHash,
    rollbackPlan: id("e"),
  };
  const twists: readonly (readonly [string, StoryTwist, RegExp])[] = [
    [
      "runs before it is ready",
      { patience: -60 },
      /ChangeManager#6 ChangeExecuted .*: ran at \d+, before it was ready/,
    ],
    ["runs after its window", { patience: 90_000 }, /ran at \d+, after its window closed/],
    ["runs twice", { executions: 2 }, /was executed twice/],
    ["runs without having been queued", { skipQueue: true }, /ChangeExecuted .*: was not queued/],
    ["is ready before its delay is over", { delay: 3_599 }, /ChangeQueued .*: is ready at \d+, its policy says \d+/],
    ["may run longer than its window", { executionWindow: 86_401 }, /ChangeQueued .*: may run until \d+, its policy/],
    ["was queued under a policy not in force", { policyVersion: 2 }, /its policy version 2 was not in force/],
    ["lacks an artifact", { artifacts }, /ChangeManager#3 ChangeProposed .*: lacks the artifact privacyImpact/],
    ["has an id that is not the hash of its content", { id: id("other") }, /its content hashes to 0x/],
    ["names another Safe transaction", { safeTxHash: id("other") }, /its Safe executed 0x/],
    ["states another epoch", { epoch: 2 }, /epoch 2 where guard and seats count 1/],
    ["states other entities", { entities: 0b1000n }, /its signers sit for entities 6, the event says 8/],
    ["was approved in a role the Safe never held", { role: 2 }, /did not hold role 2/],
    ["was approved by a transaction that does something else", { approvedFunction: "veto" }, /does not call approve/],
  ];
  for (const [what, twist, reason] of twists) {
    it(`finds a change that ${what}`, async () => {
      await routineUpgrade(world, twist);
      expect(await findings())
        .to.match(reason)
        .and.match(/^FAILED change ChangeManager#\d+/m);
    });
  }

  const veto: readonly SentBack[] = [{ by: "emergency", event: "ChangeVetoed", role: 4 }];
  const ownVeto: readonly SentBack[] = [{ by: "sovereign", event: "ChangeVetoed", role: 1 }];
  const withdrawal: readonly SentBack[] = [{ by: "technical", event: "ApprovalWithdrawn", role: 3 }];

  it("follows withdrawals, and the vetoes of both offices, to the delay of each approval", async () => {
    const change = await routineUpgrade(world, { sentBack: withdrawal });
    await approvedAnew(world, change, { delay: 3_600, acts: veto });
    await approvedAnew(world, change, { delay: 7_200, acts: withdrawal });
    await approvedAnew(world, change, { delay: 7_200, acts: ownVeto });
    await approvedAnew(world, change, { delay: 7_200, acts: [] });
    expect(await findings()).to.equal("");
  });

  it("finds a vetoed change that waits its plain delay, and a withdrawn one that waits twice", async () => {
    for (const [acts, delay] of [
      [veto, 3_600],
      [withdrawal, 7_200],
    ] as const) {
      const inner = await world.node.send("evm_snapshot", []);
      const change = await routineUpgrade(world, { sentBack: acts });
      await approvedAnew(world, change, { delay, acts: [] });
      expect(await findings()).to.match(/FAILED change ChangeManager#\d+ ChangeQueued .*: is ready at/);
      await world.node.send("evm_revert", [inner]);
    }
  });

  const sendings: readonly (readonly [string, readonly SentBack[], RegExp])[] = [
    ["an office that vetoes twice", [...veto, ...ownVeto, ...veto], /ChangeVetoed .*: role 4 had vetoed it before/],
    ["an approver's veto", [{ ...veto[0], by: "technical", role: 3 } as SentBack], /role 3 has no veto/],
    [
      "a withdrawal by who had not approved",
      [{ by: "emergency", event: "ApprovalWithdrawn", role: 4 }],
      /ApprovalWithdrawn .*: 0x\w+ had not approved in role 4/,
    ],
    ["a withdrawal of what was withdrawn", [...withdrawal, ...withdrawal], /had not approved in role 3/],
  ];
  for (const [what, acts, reason] of sendings) {
    it(`finds ${what}`, async () => {
      await routineUpgrade(world, { sentBack: acts });
      expect(await findings()).to.match(reason);
    });
  }

  it("finds three signers of one constituency on a high-risk change", async () => {
    await highRiskUpgrade(world, { signers: [0, 2, 4], entities: 0b101010n });
    expect(await findings()).to.match(/FAILED change ChangeManager#4 ChangeApproved .*: no signer of constituency 2/);
  });

  it("finds an approval without a constituency, or with fewer signers, than the policy of the class demands", async () => {
    for (const [minSigners, constituencies, reason] of [
      [2, 0b1000, "no signer of constituency 3"],
      [3, 0, "2 signers of 3"],
    ] as const) {
      const inner = await world.node.send("evm_snapshot", []);
      await world.say("ChangeManager", "PolicySet", [2, 2, 1, policy(3, minSigners, constituencies)]);
      await routineUpgrade(world);
      expect(await findings()).to.contain(reason);
      await world.node.send("evm_revert", [inner]);
    }
  });

  it("judges by the policy in force, not by one that still waits or was replaced while it waited", async () => {
    const later = (await world.now()) + 1_000;
    await world.say("ChangeManager", "PolicySet", [2, 2, later, policy(3, 3, 0)]);
    await world.say("ChangeManager", "PolicySet", [2, 3, 4_000_000_000, policy(3, 3, 0)]);
    await world.at(later + 10);
    await routineUpgrade(world);
    expect(await findings()).to.equal("");
  });

  it("finds a signer whose seat had been vacated", async () => {
    const { address, birth } = world.record.safes.technical;
    await world.say("RoleRegistry", "SeatVacated", [address, birth.owners[0], 1, 1]);
    await routineUpgrade(world);
    expect(await findings()).to.contain(`${birth.owners[0] ?? ""} signed without a seat`);
  });

  it("finds a council whose mandate was over, that was suspended or dismissed", async () => {
    const { address } = world.record.safes.technical;
    const settings: readonly (readonly ["RoleRegistry" | "GovernanceGuard", string, readonly unknown[], string])[] = [
      ["RoleRegistry", "MandateSet", [3, address, 1_000], "did not hold role 3"],
      ["RoleRegistry", "RolesSuspended", [address, address, 4_000_000_000, id("why")], "did not hold role 3"],
      ["RoleRegistry", "RoleRevoked", [3, address], "did not hold role 3"],
      ["GovernanceGuard", "CouncilDismissed", [address], "was no registered council"],
    ];
    for (const [contract, event, args, reason] of settings) {
      const inner = await world.node.send("evm_snapshot", []);
      await world.say(contract, event, args);
      await routineUpgrade(world);
      expect(await findings()).to.contain(reason);
      await world.node.send("evm_revert", [inner]);
    }
  });

  it("finds a change that was never proposed", async () => {
    const now = await world.now();
    await world.at(now + 10);
    await world.say("ChangeManager", "ChangeExecuted", [id("x"), executor, 2, 0, now + 10, now + 20, "1"]);
    expect(await findings()).to.match(/FAILED change ChangeManager#3 ChangeExecuted .*: was never proposed/);
  });

  it("finds a change that is proposed again after it ran, and runs again", async () => {
    const first = await routineUpgrade(world);
    expect(await routineUpgrade(world)).to.equal(first);
    expect(await findings()).to.match(/FAILED change ChangeManager#\d+ ChangeExecuted .*: was executed twice/);
  });

  it("finds an event that did not move the head", async () => {
    await world.smuggle("RoleRegistry", id("SuspensionLifted(address,address)"), "0x");
    const found = await findings();
    expect(found).to.match(/FAILED chain RoleRegistry#\d+ after \d+ events the chain of RoleRegistry stands at/);
  });

  it("does not vouch for an event that it does not know", async () => {
    await world.sayRaw("OperationsLog", [id("Unheard(uint256)")], toBeHex(1, 32));
    expect(await findings()).to.equal(
      "UNPROVEN events OperationsLog#1 OperationsLog 1 is an event that this verifier does not know",
    );
  });

  it("reads evidence whose strings are not UTF-8", async () => {
    const bad = "0x" + toBeHex(32, 32).slice(2) + toBeHex(1, 32).slice(2) + "ff".padEnd(64, "0");
    const data = `${bad.slice(0, 66)}${bad.slice(66)}`;
    await world.sayRaw("RoleRegistry", [id("RoleLabel(uint64,string)"), toBeHex(1, 32)], data);
    expect(await findings()).to.equal("");
  });

  it("finds an upgrade to code that the trust file does not list", async () => {
    const { implementation } = world.record.contracts.OperationsLog;
    await world.say("OperationsLog", "UpgradeAuthorized", [implementation, id("code")]);
    expect(await findings()).to.match(/FAILED code OperationsLog#1 OperationsLog was upgraded to/);
  });

  it("finds code that no recorded upgrade explains", async () => {
    const known = world.record.contracts.OperationsLog.implementationCodehash;
    await world.say("OperationsLog", "UpgradeAuthorized", [executor, known]);
    expect(await findings()).to.match(/FAILED code OperationsLog#1 .* but its last recorded upgrade is another/);
  });

  it("finds a Safe that lost its guard, or has other owners than its history says", async () => {
    const { address } = world.record.safes.emergency;
    const { guard, nonce, ownerCount, threshold } = (await import("#lib/evidence/safe-code")).safeSlots;
    for (const [slot, value, reason] of [
      [guard, 0, "Safe emergency: has no guard"],
      [nonce, 1, "Safe emergency: made 1 transactions, the bundle holds 0"],
      [ownerCount, 4, "Safe emergency: its owners do not follow from its history"],
      [threshold, 1, "Safe emergency: its threshold does not follow from its history"],
    ] as const) {
      const inner = await world.node.send("evm_snapshot", []);
      await world.node.send("hardhat_setStorageAt", [address, slot, toBeHex(value, 32)]);
      await world.node.send("hardhat_mine", ["0x1"]);
      expect(await findings()).to.contain(reason);
      await world.node.send("evm_revert", [inner]);
    }
  });

  it("finds owners that the trust file does not know of", async () => {
    const found = await findings((trust) => {
      const { technical } = trust.safes;
      if (technical === undefined) throw new Error("no council");
      return {
        ...trust,
        safes: { ...trust.safes, technical: { ...technical, owners: [...technical.owners.slice(1), executor] } },
      };
    });
    expect(found).to.match(
      /FAILED safe technical# state proof|FAILED safe technical#.* is no owner|slot 0x\w+ is missing/,
    );
  });

  it("follows a Safe through a nonce used up by an empty call, and through addresses with dirty upper bytes", async () => {
    const to = world.record.safes.emergency.address;
    await world.execute("emergency", { to, data: "0x" });
    const word = (address: string, upper = "00"): string => `${upper.repeat(12)}${address.slice(2)}`;
    const sentinel = `0x${"1".padStart(40, "0")}`;
    const leaving = walletOf("emergency", 0).address;
    const coming = walletOf("emergency", 7).address;
    const words = [word(sentinel), word(leaving, "ab"), word(coming, "ff")];
    await world.execute("emergency", {
      to,
      data: `${id("swapOwner(address,address,address)").slice(0, 10)}${words.join("")}`,
    });
    expect(await findings()).to.equal("");
  });
});
