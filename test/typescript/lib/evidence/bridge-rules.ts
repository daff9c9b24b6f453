import { expect } from "chai";
import { id } from "ethers";

import {
  arrive,
  attestReserve,
  counterpartySystem,
  DAY,
  failOut,
  foundBridge,
  founder,
  giveBack,
  KEY_PERIOD,
  keyOf,
  monitor,
  operators,
  rail,
  refund,
  requestOut,
  retry,
  settle,
} from "#support/bridge-story";
import { restrict } from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import type { EvidenceWorld } from "#support/evidence-world";

/** Chains on which the gateway itself would have lied. */
describe("evidence of conversions against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(foundBridge);
  });

  /** 600 went out and were credited, 500 of them were committed to come back. */
  const both = async (): Promise<void> => {
    await requestOut(world);
    await settle(world);
    await attestReserve(world, 600n, 500n);
  };

  const found = async (reason: RegExp): Promise<void> => {
    const findings = await court.findings();
    expect(findings).to.match(reason);
    expect(findings).to.match(/^FAILED bridge BridgeGateway#\d+ /m);
    expect(findings.split("\n"), findings).to.have.length(1);
  };

  it("finds nothing in conversions both ways, a failure with its refund, a retry and a return", async () => {
    await both();
    await requestOut(world, { nonce: 2, amount: 100n });
    await failOut(world, { nonce: 2, amount: 100n });
    await world.pass(DAY);
    await refund(world, { nonce: 2, amount: 100n });
    await arrive(world, { amount: 300n }, "failed");
    await retry(world, { amount: 300n });
    await arrive(world, { nonce: 2, amount: 200n }, "failed");
    await giveBack(world, { nonce: 2, amount: 200n });
    expect(await court.findings()).to.equal("");
  });

  const outbound: readonly (readonly [string, object, RegExp])[] = [
    ["above the maximum", { amount: 801n }, /moves 801, the maximum was 800/],
    ["of nothing", { amount: 0n }, /moves nothing/],
    [
      "stamped with parameters of before",
      { lies: { ConversionRequested: { parametersVersion: 10 } } },
      /stamped with version 10, in force was 11/,
    ],
    ["out of turn", { nonce: 2 }, /nonce 2 out of turn/],
    [
      "under an id of another making",
      { lies: { ConversionRequested: { id: id("other") } } },
      /an id that its nonce does not make/,
    ],
  ];
  for (const [what, conversion, reason] of outbound) {
    it(`finds a request ${what}`, async () => {
      await requestOut(world, conversion);
      await found(reason);
    });
  }

  it("finds a request beyond what the flow has refilled", async () => {
    await requestOut(world);
    await requestOut(world, { nonce: 2 });
    await found(/takes 600 where the flow of 0x\S+ has 4\d\d/);
  });

  it("finds a request of a counterparty that has no flow", async () => {
    await requestOut(world, { lies: { ConversionRequested: { counterparty: monitor } } });
    await found(/where the flow of 0x\S+ has 0/);
  });

  for (const [what, systemId] of [
    ["the rail", rail],
    ["its counterparty", counterpartySystem],
  ] as const) {
    it(`finds a request while ${what} is halted`, async () => {
      await restrict(world, {}, { events: { SystemRestricted: { systemId, mode: 3 } } });
      await requestOut(world);
      const refused = /^FAILED bridge BridgeGateway#\d+ ConversionRequested \S+: the system \S+ is HALTED$/m;
      expect(await court.findings()).to.match(refused);
    });
  }

  it("finds a request beyond the volume of a rail that is limited", async () => {
    await world.say("EmergencyController", "VolumeCapSet", [rail, 500n]);
    await restrict(world, {}, { events: { SystemRestricted: { systemId: rail, mode: 1 } } });
    await requestOut(world, { amount: 100n });
    const refused = /^FAILED bridge BridgeGateway#\d+ ConversionRequested \S+: exceeds the volume of the system/m;
    expect(await court.findings()).to.match(refused);
  });

  it("finds a settlement by one entity's two operators", async () => {
    await requestOut(world);
    await settle(world, {}, ["first", "third"]);
    await found(/both statements are of entity 21/);
  });

  it("finds a settlement that nobody attested", async () => {
    await requestOut(world);
    await settle(world, { lies: { ConversionAttested: null } });
    await found(/no two entities attest it/);
  });

  it("finds a settlement other than what was attested", async () => {
    await requestOut(world);
    await settle(world, { lies: { ConversionSettled: { settlementReference: id("forged") } } });
    await found(/is not what two entities attest/);
  });

  it("finds an attestation without effect", async () => {
    await requestOut(world);
    await settle(world, { lies: { ConversionSettled: null } });
    await found(/what two entities attest of \S+ has no effect/);
  });

  it("finds an operator whose role was revoked", async () => {
    await requestOut(world);
    await world.say("RoleRegistry", "RoleRevoked", [13, operators.second.account]);
    await settle(world);
    await found(/is no bridge operator of entity 22/);
  });

  it("takes a first statement that died with its role for none", async () => {
    await requestOut(world);
    await settle(world, { lies: { ConversionAttested: null, ConversionSettled: null } });
    await world.say("RoleRegistry", "RoleRevoked", [13, operators.first.account]);
    await settle(world, {}, ["third", "second"]);
    expect(await court.findings()).to.equal("");
  });

  for (const [what, event] of [
    ["reported as compromised", "KeyCompromised"],
    ["retired", "KeyRetired"],
  ] as const) {
    it(`finds an operator whose key was ${what}, and takes what it said before for nothing`, async () => {
      const { first, second } = operators;
      await requestOut(world);
      await settle(world, { lies: { ConversionAttested: null, ConversionSettled: null } });
      await world.say("KeyRegistry", event, [keyOf(first.account), founder, id("evidence")]);
      await settle(world, {}, ["third", "second"]);
      expect(await court.findings()).to.equal("");
      await world.say("KeyRegistry", event, [keyOf(second.account), founder, id("evidence")]);
      await requestOut(world, { nonce: 2, amount: 100n });
      await settle(world, { nonce: 2, amount: 100n }, ["third", "second"]);
      await found(/is no bridge operator of entity 22 with a usable key/);
    });
  }

  it("finds an operator whose key is overdue, and none in the grace", async () => {
    await requestOut(world);
    await world.pass(KEY_PERIOD);
    await settle(world);
    expect(await court.findings()).to.equal("");
    await requestOut(world, { nonce: 2, amount: 100n });
    await world.pass(7 * DAY);
    await settle(world, { nonce: 2, amount: 100n });
    const findings = (await court.findings()).split("\n");
    for (const [index, entity] of [21, 22].entries()) {
      expect(findings[index]).to.match(new RegExp(`is no bridge operator of entity ${entity} with a usable key$`));
    }
  });

  it("finds an operator whose key is another's", async () => {
    const { account, entity } = operators.second;
    await requestOut(world);
    await world.say("KeyRegistry", "KeyRetired", [keyOf(account), monitor, id("evidence")]);
    const terms = [entity, 2, id("attestation"), KEY_PERIOD, (await world.now()) + KEY_PERIOD, monitor];
    await world.say("KeyRegistry", "KeyRegistered", [keyOf(account), 3, operators.first.account, ...terms]);
    await settle(world);
    // The register itself would have refused it.
    expect(await court.findings()).to.match(/^FAILED bridge .* is no bridge operator of entity 22 with a usable key$/m);
  });

  it("finds a conversion settled twice", async () => {
    await requestOut(world);
    await settle(world);
    await settle(world);
    expect(await court.findings()).to.match(/was Settled, not Requested/);
  });

  it("finds a second refund", async () => {
    await requestOut(world);
    await failOut(world);
    await world.pass(DAY);
    await refund(world);
    await refund(world);
    await found(/was Refunded, not Failed/);
  });

  it("finds a refund that gives back more capacity than has not refilled", async () => {
    await requestOut(world);
    await failOut(world);
    await world.pass(DAY);
    await refund(world, { lies: { ConversionRefunded: { capacityReturned: 600n } } });
    await found(/returns 600 and 0 of capacity, due were 0 and 0/);
  });

  it("finds a release beyond what is settled", async () => {
    await requestOut(world);
    await settle(world);
    await attestReserve(world, 600n, 900n);
    await arrive(world, { amount: 700n });
    const findings = await court.findings();
    expect(findings).to.match(/InboundAdmitted \S+: brings what is released to 700, settled were 600/);
    expect(findings).to.match(/ConversionSettled \S+: brings what is released to 700, settled were 600/);
  });

  it("finds a release beyond what monitoring saw committed", async () => {
    await requestOut(world);
    await settle(world);
    await attestReserve(world, 600n, 499n);
    await arrive(world);
    await found(/brings what is admitted to 500, monitoring saw 499/);
  });

  it("finds a release on a stale reserve", async () => {
    await both();
    await world.pass(3 * DAY);
    await arrive(world);
    await found(/rests on a reserve of \d+, which may be 172800 s old/);
  });

  it("finds a release while more was issued than is locked", async () => {
    await both();
    await attestReserve(world, 601n, 500n);
    await arrive(world);
    await found(/while 601 were issued for 600 that are locked/);
  });

  it("finds a replayed arrival", async () => {
    await both();
    await arrive(world, { amount: 200n });
    await arrive(world, { amount: 200n });
    expect(await court.findings()).to.match(/InboundAdmitted \S+: came to be before/);
  });

  it("finds an arrival that was neither released nor failed", async () => {
    await both();
    await arrive(world, {}, "nothing");
    await found(/was admitted, and neither released nor failed/);
  });

  it("finds a reserve by somebody who is no monitor", async () => {
    await attestReserve(world, 0n, 0n, { ReserveAttested: { monitor: operators.first.account } });
    await found(/did not hold the role of a monitor/);
  });

  it("finds a reserve whose counters fall", async () => {
    await both();
    await attestReserve(world, 599n, 500n);
    await found(/goes back behind the last one/);
  });
});
