import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { id as digestOf, type Signer } from "ethers";
import hre from "hardhat";
import { z } from "zod";

import { failureReasons } from "#lib/bridge/gateway-words";
import { ethersProvider } from "#lib/chain/connection";
import { silentReporter } from "#lib/console/reporter";
import { refusedCallAs } from "#lib/demo/attempt";
import { ACCOUNT, counterpartyOf, fundCounterparty, requestOut, tokensOf } from "#lib/demo/bridge-case";
import { attestReserve, conversionId, inboundOf, read, relay, statementOf, statusOf } from "#lib/demo/bridge-relay";
import { registerOperatorKeys } from "#lib/demo/bridge-scenes";
import { openStage } from "#lib/demo/open-stage";
import { operateAs } from "#lib/demo/operators";
import { PrivateRail, type RailEvent } from "#lib/demo/private-rail";
import type { Stage } from "#lib/demo/stage";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { type Anvil, rpcOf, startAnvil } from "#support/anvil";

const DAY = 86_400;

/** Conversions across two nodes of different make: the suite on the embedded one, the private rail on anvil. */
describe("conversions across two rails", () => {
  let out: string;
  let anvil: Anvil;
  let stage: Stage;
  let rail: PrivateRail;
  let first: string;
  let second: string;

  before(async () => {
    out = mkdtempSync(join(tmpdir(), "rails-"));
    anvil = await startAnvil();
    const validateUpgrade = (): Promise<never> => Promise.reject(new Error("nothing is upgraded"));
    stage = await openStage({ hre, out, reporter: silentReporter(), validateUpgrade });
    const signer: Signer = await ethersProvider(rpcOf(anvil.url)).getSigner();
    rail = await PrivateRail.open(signer, await hre.artifacts.readArtifact("SettlementLedger"));
    [first = "", second = ""] = stage.operators("BRIDGE_OPERATOR");
    await registerOperatorKeys(stage);
    await fundCounterparty(stage);
    await pass(2 * DAY);
  });

  after(async () => {
    await anvil.stop();
    rmSync(out, { recursive: true });
  });

  const pass = async (seconds: number): Promise<void> => {
    await stage.waitUntil((await stage.now()) + seconds);
  };

  /** What the private rail committed last. */
  const lastCommitment = async (): Promise<Extract<RailEvent, { kind: "committed" }>> => {
    const event = (await rail.events()).at(-1);
    if (event?.kind !== "committed") throw new Error("nothing was committed last");
    return event;
  };

  const refuses = async (account: string, method: string, values: readonly unknown[], error: string): Promise<void> => {
    const refusal = await refusedCallAs(stage, account, "BridgeGateway", method, values);
    expect(refusal.name).to.equal(error);
  };

  it("settles what leaves when operators of two entities saw it credited, not before", async () => {
    const id = await requestOut(stage, 4_000_000n);
    await rail.credit(id, ACCOUNT, 4_000_000n);
    await relay(stage, rail, [first]);
    expect(await statusOf(stage, id)).to.equal("Requested");
    const [event] = await rail.events();
    const [method, values] = statementOf(event ?? (await lastCommitment()));
    await refuses(first, method, values, "SameEntity");
    await relay(stage, rail);
    expect(await statusOf(stage, id)).to.equal("Settled");
    expect(String(await rail.balanceOf(ACCOUNT))).to.equal("4000000");
  });

  it("releases what arrives once monitoring has seen it committed", async () => {
    const counterparty = counterpartyOf(stage);
    const before = await tokensOf(stage, counterparty);
    await rail.commit(ACCOUNT, counterparty, 1_500_000n);
    const inbound = inboundOf(await lastCommitment());
    await operateAs(stage, first, "BridgeGateway", "attestIn", [inbound]);
    await refuses(second, "attestIn", [inbound], "ReleaseExceedsReserve");
    await attestReserve(stage, rail);
    await operateAs(stage, second, "BridgeGateway", "attestIn", [inbound]);
    expect(await statusOf(stage, await conversionId(stage, "In", 1n))).to.equal("Settled");
    expect(String((await tokensOf(stage, counterparty)) - before)).to.equal("1500000");
  });

  it("gives back what the private rail refused, once", async () => {
    const counterparty = counterpartyOf(stage);
    const before = await tokensOf(stage, counterparty);
    const id = await requestOut(stage, 2_500_000n);
    await rail.refuse(id, failureReasons.indexOf("ComplianceRejected"), digestOf("sanctions list"));
    await relay(stage, rail);
    expect(await statusOf(stage, id)).to.equal("Failed");
    await operateAs(stage, counterparty, "BridgeGateway", "refund", [id]);
    expect(await statusOf(stage, id)).to.equal("Refunded");
    expect(String(await tokensOf(stage, counterparty))).to.equal(String(before));
    await refuses(first, "refund", [id], "UnexpectedConversionStatus");
    const credited = await rail.credit(id, ACCOUNT, 2_500_000n).then(
      () => "credited",
      () => "refused",
    );
    expect(credited).to.equal("refused");
  });

  it("keeps as failed what arrives on a stale reserve, and releases it at a retry", async () => {
    await rail.commit(ACCOUNT, counterpartyOf(stage), 1_000_000n);
    await attestReserve(stage, rail);
    await pass(2 * DAY);
    await relay(stage, rail);
    const id = await conversionId(stage, "In", 2n);
    expect(await statusOf(stage, id)).to.equal("Failed");
    await refuses(first, "retry", [id], "ReserveStale");
    await attestReserve(stage, rail);
    await operateAs(stage, counterpartyOf(stage), "BridgeGateway", "retry", [id]);
    expect(await statusOf(stage, id)).to.equal("Settled");
  });

  it("gives back on the private rail what is not released after all", async () => {
    await rail.commit(ACCOUNT, counterpartyOf(stage), 500_000n);
    const { nonce } = await lastCommitment();
    await attestReserve(stage, rail);
    await pass(2 * DAY);
    await relay(stage, rail);
    const id = await conversionId(stage, "In", nonce);
    const reference = await rail.returnReference(nonce);
    for (const operator of [first, second]) {
      await operateAs(stage, operator, "BridgeGateway", "attestReturn", [id, reference]);
    }
    expect(await statusOf(stage, id)).to.equal("Refunded");
    await rail.giveBack(nonce);
    expect(String(await rail.balanceOf(ACCOUNT))).to.equal("1500000");
  });

  it("refuses every settlement that is said again, and one that never was", async () => {
    for (const event of await rail.events()) {
      const [method, values] = statementOf(event);
      const error = event.kind === "committed" ? "ConversionAlreadyAdmitted" : "UnexpectedConversionStatus";
      await refuses(second, method, values, error);
    }
    const forged = [99n, counterpartyOf(stage), counterpartyOf(stage), 1_000_000n, digestOf("never committed")];
    await operateAs(stage, first, "BridgeGateway", "attestIn", [forged]);
    await refuses(second, "attestIn", [forged], "ReleaseExceedsReserve");
  });

  it("ends with books that agree on both rails, and evidence that proves it", async () => {
    const { issued, redeemed } = await rail.position();
    const position = z
      .object({ locked: z.bigint(), pending: z.bigint(), owed: z.bigint(), released: z.bigint(), admitted: z.bigint() })
      .parse(await read(stage, "positionOf", []));
    expect(String(position.locked - position.pending - position.owed), "settled, credited").to.equal(String(issued));
    expect(String(position.admitted), "admitted, committed").to.equal(String(redeemed));
    expect(String(position.released), "released").to.equal("2500000");
    const held = await tokensOf(stage, stage.record.contracts.BridgeGateway.address);
    expect(String(held), "held").to.equal(String(position.locked - position.released));
    expect(String(await rail.balanceOf(ACCOUNT)), "on the private rail").to.equal(String(held));

    const { provider: node, record } = stage;
    const target = join(out, "bundle");
    const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
    const { ok, claims } = await verifyBundle(target, trustFrom(record, anchor));
    expect(claims.filter(({ verdict }) => verdict !== "PROVEN")).to.deep.equal([]);
    expect(ok).to.equal(true);
    expect(claims.map(({ reason }) => reason).join("\n")).to.include(
      "2 ConversionRequested, 3 InboundAdmitted, 3 ConversionSettled, 3 ConversionFailed, 2 ConversionRefunded",
    );
  });
});
