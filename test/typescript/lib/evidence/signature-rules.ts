import { expect } from "chai";
import { toBeHex } from "ethers";

import { ownerSlot, safeSlots } from "#lib/evidence/safe-code";
import { safeInterface } from "#lib/evidence/safe-transaction";
import { evidenceCourt } from "#support/evidence-court";
import { highRiskUpgrade, routineUpgrade } from "#support/evidence-story";
import { approvedHashSlot, type EvidenceWorld, walletOf, YES_MAN } from "#support/evidence-world";

/** Ways to sign that yield no key, and signatures that the Safes of an honest chain would never have taken. */
describe("evidence of who signed", () => {
  const court = evidenceCourt();
  const findings = () => court.findings();
  const first = walletOf("technical", 0).address;
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open();
  });

  it("follows a hash that an owner approved on the Safe, and finds one that nobody approved", async () => {
    const order = { to: world.record.safes.technical.address, data: "0x" };
    const ways = ["approvedHash", "eip712"] as const;
    await world.approveHash("technical", 0, order);
    await world.execute("technical", { ...order, ways });
    expect(await findings()).to.equal("");
    const hash = await world.hashOf("technical", order);
    await setSafeStorage(approvedHashSlot(first, hash), 1);
    await world.execute("technical", { ...order, ways });
    expect(await findings()).to.equal(
      `FAILED approval technical# Safe transaction ${hash}: ${first} never approved it on the Safe`,
    );
  });

  it("does not vouch for the people behind an owner that is a contract", async () => {
    await world.node.send("hardhat_setCode", [first, YES_MAN]);
    await routineUpgrade(world, { ways: ["contract", "eip712"] });
    expect(await findings()).to.match(
      new RegExp(`^UNPROVEN approval technical# Safe transaction 0x\\w+: the owner ${first} is a contract; .*$`),
    );
  });

  it("finds a signature by an owner who was removed", async () => {
    const to = world.record.safes.technical.address;
    const sentinel = toBeHex(1, 20);
    const swap = [sentinel, first, walletOf("technical", 7).address];
    await world.execute("technical", { to, data: safeInterface.encodeFunctionData("swapOwner", swap) });
    await setSafeStorage(ownerSlot(first), 1);
    await routineUpgrade(world);
    await setSafeStorage(ownerSlot(first), 0);
    expect(await findings()).to.match(
      new RegExp(`^FAILED approval technical# Safe transaction 0x\\w+: ${first} signed and is no owner$`, "m"),
    );
  });

  it("finds two technical signers on a high-risk change", async () => {
    await setSafeStorage(safeSlots.threshold, 2, "governance");
    await highRiskUpgrade(world, { signers: [1, 3], entities: 0b10100n });
    await setSafeStorage(safeSlots.threshold, 3, "governance");
    const found = await findings();
    expect(found).to.match(/FAILED approval governance# .*: was checked against threshold 2, not 3/);
    expect(found).to.match(/FAILED change ChangeManager#4 ChangeApproved .*: 2 signers of 3/);
  });

  it("finds a nonce that is missing", async () => {
    await setSafeStorage(safeSlots.nonce, 1, "emergency");
    expect(await findings()).to.equal("FAILED safe emergency# Safe emergency: made 1 transactions, the bundle holds 0");
  });

  async function setSafeStorage(
    slot: string,
    value: number,
    council: "technical" | "governance" | "emergency" = "technical",
  ) {
    const { address } = world.record.safes[council];
    await world.node.send("hardhat_setStorageAt", [address, slot, toBeHex(value, 32)]);
    await world.node.send("hardhat_mine", ["0x1"]);
  }
});
