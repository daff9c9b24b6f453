import { id, toQuantity, ZeroAddress } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { type GatewayEvent, metricsSnapshot } from "#lib/bridge/metrics-snapshot";
import { snapshotDigest } from "#lib/bridge/snapshot-format";
import { describeEvent } from "#lib/evidence/describe-event";
import { attestReserve, DAY, foundBridge, HOUR, type Lies, monitor, takes, together } from "#support/bridge-story";
import { act, type EmergencyTwist, encodeCall } from "#support/emergency-story";
import { executor, proposer } from "#support/evidence-story";
import { changeOf, type EvidenceWorld } from "#support/evidence-world";

const BRIDGE_PARAMETER = 4;
const reasonDigest = id("reason");

/** What every event about the global capacity of the way out says here, before its numbers. */
const capacity = { parameter: 0, counterparty: ZeroAddress };

/** A bridge, and the policy of the class that loosens it: the Governance Council, and monitoring's word. */
export async function foundParameters(world: EvidenceWorld): Promise<void> {
  await foundBridge(world);
  const policy = [2, 0, 3, true, 0, DAY, HOUR, 3 * DAY, 3 * DAY, 0];
  await world.say("ChangeManager", "PolicySet", [BRIDGE_PARAMETER, 1, 1, policy]);
}

/** The Emergency Council takes the capacity from 1,000 to 400, at once. */
export async function tighten(world: EvidenceWorld, twist: EmergencyTwist = {}): Promise<void> {
  const safe = world.record.safes[twist.council ?? "emergency"].address;
  const move = {
    ...capacity,
    act: 1,
    value: 400n,
    previous: 1_000n,
    baseline: 1_000n,
    parameterVersion: 2,
    version: 12,
  };
  const [, , taken] = takes("OutCapacity", ZeroAddress, 400n, 12);
  await act(
    world,
    {
      council: "emergency",
      calls: [
        {
          contract: "BridgeParameters",
          method: "tighten",
          args: { ...capacity, value: 400n, reasonDigest },
          events: () => [["ParameterSet", { ...move, by: safe, cause: reasonDigest }]],
        },
        { contract: "BridgeGateway", events: () => [["FlowConfigured", taken]] },
      ],
    },
    twist,
  );
}

/** What a loosening may do differently from the rules. */
export interface LooseningTwist {
  /** Other values in the call that the change makes. */
  readonly call?: Readonly<Record<string, unknown>>;
  readonly changeClass?: number;
  /** Days since the limits were established. */
  readonly days?: number;
  readonly value?: bigint;
  /** Hours from the acknowledgement to the execution. */
  readonly patience?: number;
  /** Blocks between the one that monitoring looked at and its word. */
  readonly blocks?: number;
  readonly lies?: Lies;
  /** What the rollback of the change takes value and baseline back to. */
  readonly retracted?: bigint;
  /** Happens after monitoring took its metrics, and before the block that it says it looked at. */
  readonly unseen?: () => Promise<void>;
  /** Happens after monitoring's word and before the execution. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** The Governance Council takes the capacity from 1,000 to 1,250, monitoring acknowledges, and the change runs. */
export async function loosen(world: EvidenceWorld, twist: LooseningTwist = {}): Promise<Content> {
  const { value = 1_250n } = twist;
  const move = { act: 2, value, previous: 1_000n, baseline: value, parameterVersion: 2, version: 12 };
  return await runChange(
    world,
    { method: "loosen", args: { expected: 1_000n, expectedVersion: 1, value }, move },
    twist,
  );
}

/** After {@link tighten}: the same way from 400 back to the 1,000 that were approved. */
export async function returnToBaseline(world: EvidenceWorld, twist: LooseningTwist = {}): Promise<void> {
  const { value = 1_000n } = twist;
  const move = { act: 3, value, previous: 400n, baseline: 1_000n, parameterVersion: 3, version: 13 };
  await runChange(world, { method: "returnToBaseline", args: { expected: 400n, expectedVersion: 2 }, move }, twist);
}

/** After {@link loosen}: the Emergency Council rolls the change back, and 1,250 become 1,000 again. */
export async function rollBack(
  world: EvidenceWorld,
  { id: changeId, change }: Content,
  twist: EmergencyTwist = {},
): Promise<void> {
  const safe = world.record.safes[twist.council ?? "emergency"].address;
  const move = { act: 4, value: 1_000n, previous: 1_250n, baseline: 1_000n, parameterVersion: 3, version: 13 };
  const [, , taken] = takes("OutCapacity", ZeroAddress, 1_000n, 13);
  const said = { ...capacity, ...move, by: world.address("ChangeManager"), cause: changeId };
  await act(
    world,
    {
      council: "emergency",
      calls: [
        {
          contract: "ChangeManager",
          method: "rollback",
          args: { change, proposer, asRole: 4, reasonDigest },
          events: () => [["ChangeRolledBack", { id: changeId, safe, role: 4, reasonDigest }]],
        },
        { contract: "BridgeParameters", events: () => [["ParameterSet", said]] },
        { contract: "BridgeGateway", events: () => [["FlowConfigured", taken]] },
      ],
    },
    twist,
  );
}

type Content = ReturnType<typeof changeOf>;

/** A call of a change, and how the parameter moves by it. */
interface Step {
  readonly method: "loosen" | "returnToBaseline";
  readonly args: Readonly<Record<string, unknown>>;
  readonly move: Readonly<{ value: bigint; version: number } & Record<string, unknown>>;
}

async function runChange(world: EvidenceWorld, { method, args, move }: Step, twist: LooseningTwist): Promise<Content> {
  const { changeClass = BRIDGE_PARAMETER, days = 15, patience = 2, lies = {}, retracted = 1_000n } = twist;
  const target = world.address("BridgeParameters");
  const call = {
    target,
    value: 0,
    data: encodeCall("BridgeParameters", method, { ...capacity, ...args, ...twist.call }),
  };
  const back = { ...capacity, value: retracted, baseline: retracted };
  const rollback = [{ target, value: 0, data: encodeCall("BridgeParameters", "retract", back) }];
  const content = changeOf(world, proposer, changeClass, { calls: [call], rollback, irreversible: false });
  await world.pass(days * DAY);
  await propose(world, content, changeClass);
  await attestReserve(world, 0n, 0n);
  if (lies["ChangeAcknowledged"] !== null) await acknowledge(world, content.id, twist);
  await twist.meanwhile?.();
  const now = (await world.now()) + patience * HOUR;
  await world.at(now);
  const executed = {
    id: content.id,
    executor,
    changeClass,
    windowId: 0,
    executedAt: now,
    rollbackUntil: now + DAY,
    version: "1.2.3",
  };
  await together(
    world,
    [
      ["ChangeManager", "ChangeExecuted", executed],
      [
        "BridgeParameters",
        "ParameterSet",
        { ...capacity, ...move, by: world.address("ChangeManager"), cause: content.id },
      ],
      takes("OutCapacity", ZeroAddress, move.value, move.version),
    ],
    lies,
  );
  return content;
}

async function propose(world: EvidenceWorld, { id: changeId, change }: Content, changeClass: number): Promise<void> {
  const start = await world.now();
  await world.say("ChangeManager", "ChangeProposed", [changeId, proposer, changeClass, start + DAY, change]);
  const order = {
    to: world.address("ChangeManager"),
    data: suiteInterface("ChangeManager").encodeFunctionData("approve", [changeId, changeClass, 0, start + DAY]),
  };
  const safe = world.record.safes.governance.address;
  const safeTxHash = await world.hashOf("governance", order);
  await world.prime("ChangeManager", "ChangeApproved", [changeId, safe, 2, safeTxHash, 1, 0b1110n]);
  const queuedAt = start + 60;
  const readyAt = queuedAt + HOUR;
  await world.prime("ChangeManager", "ChangeQueued", [changeId, 1, readyAt, readyAt + 3 * DAY]);
  await world.at(queuedAt);
  await world.execute("governance", order);
  await world.pass(HOUR);
}

async function acknowledge(world: EvidenceWorld, changeId: string, twist: LooseningTwist): Promise<void> {
  const { blocks = 1, lies = {}, unseen } = twist;
  const events = await gatewayEvents(world);
  await unseen?.();
  const observedBlock = Number(await world.node.send("eth_blockNumber", [])) + 1 - blocks;
  const block = await blockOf(world, toQuantity(observedBlock));
  const snapshot = metricsSnapshot(events, {
    chainId: world.record.chainId,
    gateway: world.address("BridgeGateway"),
    block: { number: observedBlock, hash: block.hash, timestamp: Number(block.timestamp) },
  });
  const said = {
    id: changeId,
    monitor,
    observedBlock,
    observedHash: block.hash,
    metricsDigest: snapshotDigest(snapshot),
  };
  await together(world, [["ChangeManager", "ChangeAcknowledged", said]], lies);
}

/** A block to come has no hash yet. */
async function blockOf(world: EvidenceWorld, number: string): Promise<{ hash: string; timestamp: string }> {
  const block = (await world.node.send("eth_getBlockByNumber", [number, false])) as {
    hash: string;
    timestamp: string;
  } | null;
  return block ?? { hash: id("to come"), timestamp: "0x0" };
}

async function gatewayEvents(world: EvidenceWorld): Promise<GatewayEvent[]> {
  const logs = (await world.node.send("eth_getLogs", [
    { address: world.address("BridgeGateway"), fromBlock: "0x0", toBlock: "latest" },
  ])) as { topics: string[]; data: string; blockNumber: string }[];
  return Promise.all(
    logs.map(async ({ topics, data, blockNumber }) => {
      const { timestamp } = await blockOf(world, blockNumber);
      const event = describeEvent(suiteInterface("BridgeGateway"), topics, data);
      if (event === null) throw new Error("an event that no gateway makes");
      return { event, blockNumber: Number(blockNumber), timestamp: Number(timestamp) };
    }),
  );
}
