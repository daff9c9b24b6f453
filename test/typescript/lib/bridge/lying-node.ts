import { expect } from "chai";
import { AbiCoder, getBytes, hexlify, type Log, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { takeSnapshot } from "#lib/bridge/take-snapshot";
import { BridgeTraffic } from "#support/bridge-traffic";
import { expectCode } from "#support/expect-code";
import { passTime } from "#support/governed-changes";
import { loadSuite, type DeployedSuite } from "#support/suite";

const DAY = 86_400;

/** What a node does to the logs that it serves. */
type Lie = (logs: Log[]) => Log[];

/** The gateway's counters are read beside its events: whoever alters one of the two is found out. */
describe("takeSnapshot, from a node that lies", () => {
  let suite: DeployedSuite;
  let block: number;

  beforeEach(async () => {
    suite = await loadSuite();
    await passTime(suite, DAY);
    const traffic = new BridgeTraffic(suite);
    const settled = await traffic.request(100n);
    await traffic.settle(settled, 100n);
    const failed = await traffic.request(50n);
    await traffic.fail(failed, "ComplianceRejected");
    await traffic.arrive(30n);
    await traffic.request(7n);
    await traffic.refund(failed);
    block = await suite.provider.getBlockNumber();
  });

  it("agrees with a node that does not", async () => {
    const { position, failures } = await takeSnapshot(suite.provider, suite.record, block);
    expect(position).to.deep.equal({ locked: "107", pending: "7", owed: "0", released: "30", admitted: "30" });
    expect(failures.Out.ComplianceRejected).to.equal("1");
  });

  for (const [event, field] of [
    ["ConversionRequested", "position.locked"],
    ["ConversionFailed", "failures.Out.ComplianceRejected"],
    ["ConversionRefunded", "position.locked"],
    ["ConversionSettled", "position.released"],
    ["InboundAdmitted", "position.admitted"],
    ["ReserveAttested", "reserve"],
  ] as const) {
    it(`misses a ${event} that was left out, and names a field that shows it`, async () => {
      const topic = suiteInterface("BridgeGateway").getEvent(event)?.topicHash;
      const error = await refusalOf((logs) => {
        const last = logs.findLastIndex(({ topics }) => topics[0] === topic);
        return logs.filter((_log, index) => index !== last);
      });
      expect(error.message).to.contain(`block ${String(block)}`);
      expect(error.details["field"]).to.equal(field);
    });
  }

  it("names both values of an amount that was altered", async () => {
    const topic = suiteInterface("BridgeGateway").getEvent("InboundAdmitted")?.topicHash;
    const error = await refusalOf((logs) => logs.map((log) => (log.topics[0] === topic ? altered(log, 31n) : log)));
    expect(error.details).to.deep.include({ field: "position.admitted", events: '"31"', counters: '"30"' });
  });

  it("refuses a block that is not mined, and one before the suite", async () => {
    await expectCode(takeSnapshot(suite.provider, suite.record, block + 1), "input/unknown-block");
    await expectCode(takeSnapshot(suite.provider, suite.record, 0), "input/unknown-block");
  });

  function refusalOf(lie: Lie): ReturnType<typeof expectCode> {
    return expectCode(takeSnapshot(lying(suite.provider, lie), suite.record, block), "conflict/gateway-counters");
  }
});

/** A provider that serves everything but the logs as it is. */
function lying(provider: Provider, lie: Lie): Provider {
  return new Proxy(provider, {
    get: (target, name) => {
      if (name === "getLogs") return async (filter: never) => lie(await target.getLogs(filter));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The same arrival of another amount: the second word of its data. */
function altered(log: Log, amount: bigint): Log {
  const data = getBytes(log.data);
  data.set(getBytes(AbiCoder.defaultAbiCoder().encode(["uint128"], [amount])), 32);
  return Object.assign(Object.create(Object.getPrototypeOf(log) as object) as Log, log, { data: hexlify(data) });
}
