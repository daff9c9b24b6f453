import { expect } from "chai";
import { id } from "ethers";

import type { BundleFiles } from "#lib/evidence/bag";
import { editJson } from "#support/bundle-mutants";
import { attestReserve, DAY, failOut, founder, requestOut } from "#support/bridge-story";
import { foundEmergency, incident, openIncident, restrict, supervisor } from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import type { EvidenceWorld } from "#support/evidence-world";
import {
  foundParameters,
  loosen,
  type LooseningTwist,
  returnToBaseline,
  rollBack,
  tighten,
} from "#support/parameter-story";

/** Chains on which the parameters, or the changes that move them, would have lied. */
describe("evidence of a bridge's parameters against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(async (opened) => {
      await foundEmergency(opened);
      await foundParameters(opened);
    });
  });

  const finds = async (claim: "bridge" | "acknowledgement", reason: RegExp): Promise<void> => {
    const findings = (await court.findings()).split("\n");
    const found = findings.filter((line) => line.startsWith(`FAILED ${claim} `));
    expect(found, findings.join("\n")).to.have.length(1);
    expect(found[0]).to.match(reason);
  };

  it("finds nothing in a tightening by the Emergency Council", async () => {
    await tighten(world);
    expect(await court.findings()).to.equal("");
  });

  it("finds nothing in an acknowledged loosening by the Governance Council", async () => {
    await loosen(world);
    expect(await court.findings()).to.equal("");
  });

  describe("a tightening", () => {
    it("is found when another council made it", async () => {
      await tighten(world, { council: "technical" });
      await finds("bridge", /did not hold role 4/);
    });

    it("is found when it is none", async () => {
      await tighten(world, {
        call: { value: 1_001n },
        events: { ParameterSet: { value: 1_001n }, FlowConfigured: { capacity: 1_001n } },
      });
      await finds("bridge", /does not tighten 1000/);
    });

    it("is found when it moves the baseline", async () => {
      await tighten(world, { events: { ParameterSet: { baseline: 400n } } });
      await finds("bridge", /makes 400 the baseline instead of 1000/);
    });

    it("is found when the council called for another value", async () => {
      await tighten(world, { call: { value: 500n } });
      await finds("bridge", /does not call tighten/);
    });

    it("is found when the gateway takes something else", async () => {
      await tighten(world, { events: { FlowConfigured: { capacity: 1_000n } } });
      await finds("bridge", /says capacity 1000, set was 400/);
    });

    it("is found when the gateway takes nothing", async () => {
      await tighten(world, { events: { FlowConfigured: null } });
      await finds("bridge", /was not handed to the gateway/);
    });
  });

  it("finds a flow that nobody set", async () => {
    const flow = [0, founder, 10n ** 18n, DAY, 12n];
    await world.say("BridgeGateway", "FlowConfigured", flow);
    await finds("bridge", /follows from no ParameterSet/);
  });

  it("finds a gap in the versions", async () => {
    await tighten(world, { events: { ParameterSet: { version: 13 }, FlowConfigured: { parametersVersion: 13 } } });
    await finds("bridge", /is version 13, after 11/);
  });

  describe("a loosening", () => {
    const twists: readonly (readonly [string, LooseningTwist, RegExp])[] = [
      ["of more than a quarter", { value: 1_251n }, /goes from 1000 to 1251, one step leads to 1250/],
      ["within 14 days", { days: 11 }, /before 14 days are over/],
      ["of another value than the change expects", { call: { expected: 999n } }, /does not say so/],
      ["of another version than the change expects", { call: { expectedVersion: 2 } }, /does not say so/],
      ["to another value than the change names", { call: { value: 1_200n } }, /does not say so/],
      ["by another class of change", { changeClass: 3 }, /was done by a HighRiskUpgrade/],
      ["without a change", { lies: { ChangeExecuted: null } }, /was not executed with it/],
      [
        "of another value than there was",
        { lies: { ParameterSet: { previous: 1_100n } } },
        /says that the value was 1100, it was 1000/,
      ],
    ];
    for (const [what, twist, reason] of twists) {
      it(`is found ${what}`, async () => {
        await loosen(world, twist);
        await finds("bridge", reason);
      });
    }

    it("is found while the rail is not NORMAL", async () => {
      const events = { SystemRestricted: { systemId: id("retail-rail"), mode: 1 } };
      await loosen(world, { meanwhile: () => restrict(world, {}, { events }) });
      await finds("bridge", /while the system \S+ is not NORMAL/);
    });

    it("is found while a severe incident is open", async () => {
      await loosen(world, { meanwhile: () => openIncident(world) });
      await finds("bridge", /while 1 severe incidents are open/);
    });

    it("is found within a day after a severe incident was lowered, and not later", async () => {
      const lower = async (): Promise<void> => {
        await openIncident(world);
        await world.say("IncidentRegistry", "SeverityChanged", [incident, 3, supervisor, id("why"), [1, 2, 3, 4, 5]]);
      };
      await loosen(world, { meanwhile: lower });
      await finds("bridge", /while 1 severe incidents are open/);
    });

    it("is not found a day after that", async () => {
      await openIncident(world);
      await world.say("IncidentRegistry", "SeverityChanged", [incident, 3, supervisor, id("why"), [1, 2, 3, 4, 5]]);
      await loosen(world);
      expect(await court.findings()).to.equal("");
    });

    it("is found while too many conversions fail", async () => {
      const meanwhile = async (): Promise<void> => {
        await requestOut(world);
        await failOut(world);
      };
      await loosen(world, { meanwhile });
      await finds("bridge", /while too many conversions fail/);
    });

    it("is found while more was issued than is locked", async () => {
      await loosen(world, { meanwhile: () => attestReserve(world, 1n, 0n) });
      await finds("bridge", /while more was issued than is locked/);
    });

    it("is found on a reserve that nobody has looked at lately", async () => {
      await loosen(world, { patience: 49 });
      await finds("bridge", /while the reserve is not proven/);
    });
  });

  describe("a return to the baseline", () => {
    beforeEach(async () => {
      await tighten(world);
    });

    it("is none of its findings when it is one", async () => {
      await returnToBaseline(world);
      expect(await court.findings()).to.equal("");
    });

    it("is found when it leads elsewhere", async () => {
      await returnToBaseline(world, { value: 900n });
      await finds("bridge", /does not return to 1000/);
    });

    it("is found when it was decided on another version", async () => {
      await returnToBaseline(world, { call: { expectedVersion: 1 } });
      await finds("bridge", /does not say so/);
    });

    it("is found while a severe incident is open", async () => {
      await returnToBaseline(world, { meanwhile: () => openIncident(world) });
      await finds("bridge", /while 1 severe incidents are open/);
    });
  });

  describe("a rollback", () => {
    it("is none of its findings when it takes back what the change did", async () => {
      await rollBack(world, await loosen(world));
      expect(await court.findings()).to.equal("");
    });

    it("is found when it loosens", async () => {
      await tighten(world);
      const content = await loosen(world, {
        value: 500n,
        call: { expected: 400n, expectedVersion: 2 },
        lies: {
          ParameterSet: { previous: 400n, baseline: 1_000n, parameterVersion: 3, version: 13 },
          FlowConfigured: { parametersVersion: 13 },
        },
      });
      await rollBack(world, content, {
        events: {
          ParameterSet: { act: 3, previous: 500n, parameterVersion: 4, version: 14 },
          FlowConfigured: { parametersVersion: 14 },
        },
      });
      await finds("bridge", /was done by the rollback of/);
    });

    const retractions: readonly (readonly [string, Record<string, bigint>, RegExp])[] = [
      ["to something looser", { value: 1_300n, baseline: 1_300n }, /retracts 1250 to something looser/],
      ["to something stricter than it says", { value: 900n, baseline: 900n }, /does not say so/],
      ["with a baseline that it does not name", { baseline: 1_100n }, /does not say so/],
      ["beyond its baseline", { value: 1_200n }, /is looser than its baseline 1000/],
    ];
    for (const [what, moved, reason] of retractions) {
      it(`is found when it retracts ${what}`, async () => {
        const { value = 1_000n } = moved;
        await rollBack(world, await loosen(world), {
          events: { ParameterSet: moved, FlowConfigured: { capacity: value } },
        });
        await finds("bridge", reason);
      });
    }

    it("is found when neither an approver nor the Emergency Council asked for it", async () => {
      const content = await loosen(world);
      await rollBack(world, content, {
        council: "sovereign",
        call: { asRole: 1 },
        events: { ChangeRolledBack: { role: 1 } },
      });
      expect(await court.findings()).to.match(/FAILED change .*: 0x\w+ had not approved in role 1/);
    });
  });

  it("finds one digit altered in what monitoring saw", async () => {
    await loosen(world);
    const alter = (files: BundleFiles): BundleFiles => {
      const path = [...files.keys()].find((name) => name.startsWith("data/snapshots/")) ?? "";
      return editJson(files, path, (snapshot) => ({ ...snapshot, parametersVersion: "12" }));
    };
    expect(await court.findings((trust) => trust, alter)).to.match(
      /^FAILED snapshots # data\/snapshots\/\d+\.json is not what follows from the chain$/,
    );
  });

  describe("an acknowledgement", () => {
    const twists: readonly (readonly [string, LooseningTwist, RegExp])[] = [
      ["is missing", { lies: { ChangeAcknowledged: null } }, /was never acknowledged by monitoring/],
      ["is older than a day", { patience: 25 }, /was acknowledged 90000 s before, more than 86400 s/],
      ["is of other metrics", { lies: { ChangeAcknowledged: { metricsDigest: id("other") } } }, /acknowledged was 0x/],
      ["is of another block's hash", { lies: { ChangeAcknowledged: { observedHash: id("other") } } }, /it is 0x/],
      ["is of a block to come", { blocks: 0 }, /was not known in block/],
      [
        "is of somebody who is no monitor",
        { lies: { ChangeAcknowledged: { monitor: founder } } },
        /did not hold role 10/,
      ],
    ];
    for (const [what, twist, reason] of twists) {
      it(`is found when it ${what}`, async () => {
        await loosen(world, twist);
        await finds("acknowledgement", reason);
      });
    }

    it("is found when the gateway did more until then than monitoring says", async () => {
      await loosen(world, { unseen: () => requestOut(world, { amount: 100n }) });
      await finds("acknowledgement", /the metrics of block \d+ hash to 0x\w+, acknowledged was 0x/);
    });
  });
});
