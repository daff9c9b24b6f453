import { Interface } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { changeOf, EvidenceWorld, type SafeCallOrder, type SigningWay, walletOf } from "#support/evidence-world";

/** A council sends a change back, in a role. */
export interface SentBack {
  readonly by: "technical" | "emergency" | "sovereign";
  readonly event: "ChangeVetoed" | "ApprovalWithdrawn";
  readonly role: number;
}

/** What a story may do differently from the rules. */
export interface StoryTwist {
  readonly artifacts?: Readonly<Record<string, string>>;
  /** What the proposer writes into the change himself. */
  readonly texts?: { readonly version: string; readonly uri: string };
  readonly id?: string;
  readonly safeTxHash?: string;
  readonly epoch?: number;
  readonly entities?: bigint;
  readonly role?: number;
  readonly signers?: readonly number[];
  readonly ways?: readonly SigningWay[];
  /** Seconds between readiness and execution; negative for too early. */
  readonly patience?: number;
  readonly executions?: number;
  readonly skipQueue?: boolean;
  /** Seconds from the approval until it is ready, and from then on, as its event says. */
  readonly delay?: number;
  readonly executionWindow?: number;
  readonly policyVersion?: number;
  /** Instead of its execution. */
  readonly sentBack?: readonly SentBack[];
  readonly approvedFunction?: "approve" | "veto";
}

type Approving = StoryTwist & { readonly role: number; readonly entities: bigint };

interface Approved {
  readonly id: string;
  readonly council: "technical" | "governance";
  readonly changeClass: number;
}

export const proposer = "0x00000000000000000000000000000000000000A1";
export const executor = "0x00000000000000000000000000000000000000e1";

/** A routine upgrade through the Technical Committee, 2-of-3: owners 0 and 1 sit for entities 1 and 2. */
export async function routineUpgrade(world: EvidenceWorld, twist: StoryTwist = {}): Promise<string> {
  return await governedChange(world, "technical", 2, { role: 3, entities: 0b110n, ...twist });
}

/** A high-risk upgrade through the Governance Council, 3-of-5, with signers of both constituencies. */
export async function highRiskUpgrade(world: EvidenceWorld, twist: StoryTwist = {}): Promise<string> {
  return await governedChange(world, "governance", 3, { role: 2, entities: 0b1110n, ...twist });
}

async function governedChange(
  world: EvidenceWorld,
  council: "technical" | "governance",
  changeClass: number,
  twist: Approving,
): Promise<string> {
  const overrides = { ...(twist.artifacts === undefined ? {} : { artifacts: twist.artifacts }), ...twist.texts };
  const content = changeOf(world, proposer, changeClass, overrides);
  const id = twist.id ?? content.id;
  const start = await world.now();
  await world.say("ChangeManager", "ChangeProposed", [id, proposer, changeClass, start + 86_400, content.change]);
  const readyAt = await approved(world, { id, council, changeClass }, twist);
  if (twist.sentBack !== undefined) {
    await sentBack(world, id, twist.sentBack);
    return id;
  }
  const executedAt = readyAt + (twist.patience ?? 5);
  for (let run = 0; run < (twist.executions ?? 1); run += 1) {
    const time = executedAt + run;
    await world.at(time);
    await world.say("ChangeManager", "ChangeExecuted", [id, executor, changeClass, 0, time, time + 86_400, "1.2.3"]);
  }
  return id;
}

/** A routine upgrade that was sent back is approved and queued once more, and sent back again as told. */
export async function approvedAnew(
  world: EvidenceWorld,
  id: string,
  { delay, acts }: { readonly delay: number; readonly acts: readonly SentBack[] },
): Promise<void> {
  await approved(world, { id, council: "technical", changeClass: 2 }, { role: 3, entities: 0b110n, delay });
  await sentBack(world, id, acts);
}

/** @returns When the change is ready. */
async function approved(
  world: EvidenceWorld,
  { id, council, changeClass }: Approved,
  twist: Approving,
): Promise<number> {
  const approvedAt = (await world.now()) + 60;
  const readyAt = approvedAt + (twist.delay ?? 3_600);
  const executeBy = readyAt + (twist.executionWindow ?? 86_400);
  const order: SafeCallOrder = {
    to: world.address("ChangeManager"),
    data: callData(twist.approvedFunction ?? "approve", id, changeClass, approvedAt),
    ...(twist.signers === undefined ? {} : { signers: twist.signers }),
    ...(twist.ways === undefined ? {} : { ways: twist.ways }),
  };
  const safe = world.record.safes[council].address;
  const safeTxHash = twist.safeTxHash ?? (await world.hashOf(council, order));
  const given = [id, safe, twist.role, safeTxHash, twist.epoch ?? 1, twist.entities];
  await world.prime("ChangeManager", "ChangeApproved", given);
  if (twist.skipQueue !== true)
    await world.prime("ChangeManager", "ChangeQueued", [id, twist.policyVersion ?? 1, readyAt, executeBy]);
  await world.at(approvedAt);
  await world.execute(council, order);
  return readyAt;
}

async function sentBack(world: EvidenceWorld, id: string, acts: readonly SentBack[]): Promise<void> {
  for (const { by, event, role } of acts) {
    const data = suiteInterface("ChangeManager").encodeFunctionData("veto", [id, role, id]);
    await world.prime("ChangeManager", event, [id, world.record.safes[by].address, role, id]);
    await world.execute(by, { to: world.address("ChangeManager"), data });
  }
}

function callData(method: "approve" | "veto", id: string, changeClass: number, now: number): string {
  const abi = suiteInterface("ChangeManager");
  if (method === "approve") return abi.encodeFunctionData("approve", [id, changeClass, 0, now + 86_400]);
  return abi.encodeFunctionData("veto", [id, 3, id]);
}

/** A history with every kind of signature, an owner who is replaced, a batch, a rollback and a name that is not UTF-8. */
export async function fullStory(url?: string): Promise<EvidenceWorld> {
  const world = await EvidenceWorld.create(url);
  await world.found();
  const id = await routineUpgrade(world, { ways: ["eip712", "ethSign"] });
  await highRiskUpgrade(world, { ways: ["highS", "eip712", "executor"] });
  const safe = world.record.safes.technical.address;
  const order = { to: world.address("ChangeManager"), data: rollbackData(world, id) };
  await world.prime("ChangeManager", "ChangeRolledBack", [id, safe, 3, id]);
  await world.execute("technical", order);
  await world.execute("emergency", { to: world.record.safes.emergency.address, data: swapOwnerData() });
  await world.say("GovernanceGuard", "EpochRaised", [world.record.safes.emergency.address, 2]);
  return world;
}

function rollbackData(world: EvidenceWorld, id: string): string {
  const { change } = changeOf(world, proposer, 2);
  return suiteInterface("ChangeManager").encodeFunctionData("rollback", [change, proposer, 3, id]);
}

function swapOwnerData(): string {
  const sentinel = "0x0000000000000000000000000000000000000001";
  const abi = safeOwnerAbi();
  return abi.encodeFunctionData("swapOwner", [
    sentinel,
    walletOf("emergency", 0).address,
    walletOf("emergency", 7).address,
  ]);
}

function safeOwnerAbi(): Interface {
  return new Interface(["function swapOwner(address prevOwner, address oldOwner, address newOwner)"]);
}
