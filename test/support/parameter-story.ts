import { id, toQuantity, ZeroAddress } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { type GatewayEvent, metricsSnapshot } from "#lib/bridge/metrics-snapshot";
import { snapshotDigest } from "#lib/bridge/snapshot-format";
import { describeEvent } from "#lib/evidence/describe-event";
import { attestReserve, DAY, foundBridge, HOUR, type Lies, monitor, takes, together } from "#support/bridge-story";
import { act, type EmergencyTwist } from "#support/emergency-story";
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
  /** Happens after monitoring took its metrics, and before the block that it says it looked at. */
  readonly unseen?: () => Promise<void>;
  /** Happens after monitoring's word and before the execution. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** The Governance Council takes the capacity from 1,000 to 1,250, monitoring acknowledges, and the change runs. */
export async function loosen(world: EvidenceWorld, twist: LooseningTwist = {}): Promise<void> {
  const { changeClass = BRIDGE_PARAMETER, days = 15, value = 1_250n, patience = 2, lies = {} } = twist;
  const call = { ...capacity, expected: 1_000n, expectedVersion: 1, value, ...twist.call };
  const data = suiteInterface("BridgeParameters").encodeFunctionData("loosen", [
    call.parameter,
    call.counterparty,
    call.expected,
    call.expectedVersion,
    call.value,
  ]);
  const calls = [{ target: world.address("BridgeParameters"), value: 0, data }];
  const content = changeOf(world, proposer, changeClass, { calls });
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
  const move = { ...capacity, act: 2, value, previous: 1_000n, baseline: value, parameterVersion: 2, version: 12 };
  await together(
    world,
    [
      ["ChangeManager", "ChangeExecuted", executed],
      ["BridgeParameters", "ParameterSet", { ...move, by: world.address("ChangeManager"), cause: content.id }],
      takes("OutCapacity", ZeroAddress, value, 12),
    ],
    lies,
  );
}

async function propose(
  world: EvidenceWorld,
  { id: changeId, change }: ReturnType<typeof changeOf>,
  changeClass: number,
): Promise<void> {
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
