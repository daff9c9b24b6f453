import { expect } from "chai";
import { id, keccak256, ZeroHash } from "ethers";

import { metricsSnapshot, type GatewayEvent } from "#lib/bridge/metrics-snapshot";
import { snapshotBytes, snapshotDigest, snapshotSchema, type MetricsSnapshot } from "#lib/bridge/snapshot-format";
import { anAddress } from "#support/record";

const DAY = 86_400;
const NOON = 20_000 * DAY + 43_200;
const [ALICE, BOB] = [anAddress(2), anAddress(1)];
const [OUT, IN] = ["0", "1"];

/** One event a block, `secondsBefore` noon. */
function story(...acts: readonly (readonly [name: string, args: Record<string, string>, secondsBefore?: number])[]): {
  readonly events: GatewayEvent[];
  readonly at: (block?: number) => MetricsSnapshot;
} {
  const events = acts.map(([name, args, secondsBefore = 0], index) => ({
    event: { name, args },
    blockNumber: index + 1,
    timestamp: NOON - secondsBefore,
  }));
  const at = (number = events.length): MetricsSnapshot =>
    metricsSnapshot(events, {
      chainId: 31337,
      gateway: anAddress(9),
      block: { number, hash: ZeroHash, timestamp: NOON },
    });
  return { events, at };
}

const requested = (amount: string, counterparty = ALICE, before = 0) =>
  ["ConversionRequested", { counterparty, amount }, before] as const;
const settled = (amount: string, direction = OUT, counterparty = ALICE) =>
  ["ConversionSettled", { counterparty, direction, amount } as Record<string, string>] as const;
const failed = (amount: string, reason: string, direction = OUT, before = 0) =>
  ["ConversionFailed", { counterparty: ALICE, direction, amount, reason } as Record<string, string>, before] as const;
const refunded = (amount: string, direction = OUT) =>
  ["ConversionRefunded", { counterparty: ALICE, direction, amount } as Record<string, string>] as const;
const admitted = (amount: string) => ["InboundAdmitted", { counterparty: ALICE, amount }] as const;
const attested = (issued: string, redeemed: string, observedAt: number) =>
  ["ReserveAttested", { issued, redeemed, observedAt: String(observedAt), digest: id("books") }] as const;

describe("metricsSnapshot", () => {
  it("is empty of a gateway without a past, and has the form of its schema", () => {
    const snapshot = story().at(0);
    expect(snapshotSchema.parse(snapshot)).to.deep.equal(snapshot);
    expect(snapshot).to.deep.include({ reserve: null, conservationHolds: true, parametersVersion: "0" });
    expect(snapshot.recentFailures).to.deep.equal({ failures: "0", conversions: "0", basisPoints: "0" });
  });

  it("keeps volumes by direction and counterparty, refunds apart, counterparties in order of address", () => {
    const { volumes } = story(
      requested("70"),
      requested("30", BOB),
      failed("70", "2"),
      refunded("70"),
      admitted("8"),
      settled("8", IN),
    ).at();
    expect(volumes.Out).to.deep.equal({ converted: "30", refunded: "70", conversions: "2" });
    expect(volumes.In).to.deep.equal({ converted: "8", refunded: "0", conversions: "1" });
    expect(volumes.counterparties.map(({ counterparty }) => counterparty)).to.deep.equal([BOB, ALICE]);
    expect(volumes.counterparties[1]?.Out).to.deep.equal({ converted: "0", refunded: "70", conversions: "1" });
  });

  it("keeps both rails' books as the gateway does", () => {
    const steps = story(
      requested("70"),
      requested("30"),
      failed("70", "1"),
      settled("30"),
      admitted("20"),
      failed("20", "6", IN),
      settled("20", IN),
      refunded("70"),
    );
    expect(steps.at(3).position).to.deep.equal({
      locked: "100",
      pending: "30",
      owed: "70",
      released: "0",
      admitted: "0",
    });
    expect(steps.at().position).to.deep.equal({
      locked: "30",
      pending: "0",
      owed: "0",
      released: "20",
      admitted: "20",
    });
  });

  it("takes what goes back on the private rail for no movement of the public one", () => {
    const steps = story(admitted("20"), failed("20", "6", IN), refunded("20", IN));
    expect(steps.at().position).to.deep.equal(steps.at(2).position);
    expect(steps.at().volumes).to.deep.equal(steps.at(2).volumes);
  });

  it("counts failures by direction and reason", () => {
    const { failures } = story(
      requested("1"),
      requested("1"),
      failed("1", "3"),
      failed("1", "3"),
      failed("5", "10", IN),
    ).at();
    expect(failures.Out.RailUnavailable).to.equal("2");
    expect(failures.In.TransferFailed).to.equal("1");
    expect(Object.keys(failures.Out)).to.have.length(10);
  });

  it("takes today and yesterday for recent, in UTC, and rounds the rate up", () => {
    const yesterdayMorning = 43_200 + DAY;
    const { recentFailures } = story(
      requested("1", ALICE, yesterdayMorning + 1),
      failed("1", "1", OUT, yesterdayMorning + 1),
      requested("1", ALICE, yesterdayMorning),
      requested("1"),
      requested("1"),
      failed("1", "1"),
    ).at();
    expect(recentFailures).to.deep.equal({ failures: "1", conversions: "3", basisPoints: "3334" });
  });

  it("holds failures beside no conversion for all of them", () => {
    const old = 3 * DAY;
    const { recentFailures } = story(requested("1", ALICE, old), failed("1", "1")).at();
    expect(recentFailures.basisPoints).to.equal("10000");
  });

  it("knows the reserve, its age, and whether more was issued than left", () => {
    const steps = story(requested("50"), attested("50", "9", NOON - 600), attested("51", "9", NOON - 60));
    expect(steps.at(2)).to.deep.include({
      reserve: { issued: "50", redeemed: "9", observedAt: NOON - 600, age: 600, digest: id("books") },
      conservationHolds: true,
    });
    expect(steps.at()).to.have.property("conservationHolds", false);
  });

  it("bears the version of the parameters that the gateway was handed last", () => {
    const steps = story(
      ["FlowConfigured", { parametersVersion: "7" }],
      ["ParameterApplied", { parametersVersion: "8" }],
    );
    expect([steps.at(1).parametersVersion, steps.at().parametersVersion]).to.deep.equal(["7", "8"]);
  });

  it("does not read what comes after its block", () => {
    expect(story(requested("1"), requested("1")).at(1).volumes.Out.conversions).to.equal("1");
  });

  it("refuses a reason that no gateway has", () => {
    expect(() => story(failed("1", "11")).at()).to.throw("11 is none of");
  });

  it("digests exactly the bytes of its file, whatever the order of its fields", () => {
    const snapshot = story(requested("1")).at();
    const shuffled = Object.fromEntries(Object.entries(snapshot).reverse()) as MetricsSnapshot;
    expect(snapshotDigest(shuffled)).to.equal(snapshotDigest(snapshot));
    expect(snapshotDigest(snapshot)).to.equal(keccak256(snapshotBytes(snapshot)));
    const altered = { ...snapshot, position: { ...snapshot.position, locked: "2" } };
    expect(snapshotDigest(altered)).not.to.equal(snapshotDigest(snapshot));
  });
});
