import { expect } from "chai";
import { id } from "ethers";

import {
  councilActs,
  DAY,
  fix,
  foundEmergency,
  HOUR,
  incident,
  openIncident,
  override,
  responder,
  restrict,
  review,
  system,
  type EmergencyTwist,
} from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import { type EvidenceWorld, walletOf } from "#support/evidence-world";

const reason = { reasonDigest: id("reason") };

/** Chains on which the emergency contracts themselves would have lied. */
describe("evidence of emergency power against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(foundEmergency);
  });

  const extend = async (hours: number, twist: EmergencyTwist = {}): Promise<number> =>
    await councilActs(
      world,
      "sovereign",
      "extend",
      "RestrictionExtended",
      (now) => ({
        systemId: system,
        incidentId: incident,
        mode: 1,
        until: now + hours * HOUR,
        limitedUntil: now + hours * HOUR,
        ...reason,
      }),
      { ...twist, owed: (now) => now + hours * HOUR + 14 * DAY },
    );

  const refill = async (twist: EmergencyTwist = {}): Promise<number> =>
    await councilActs(
      world,
      "sovereign",
      "refillBudget",
      "BudgetRefilled",
      () => ({ systemId: system, ...reason }),
      twist,
    );

  const restore = async (twist: EmergencyTwist = {}): Promise<number> =>
    await councilActs(
      world,
      "sovereign",
      "restore",
      "SystemRestored",
      () => ({ systemId: system, mode: 0, ...reason }),
      twist,
    );

  const narrative = async (twist: EmergencyTwist = {}): Promise<number> =>
    await councilActs(
      world,
      "emergency",
      "fileNarrative",
      "NarrativeFiled",
      () => ({ incidentId: incident, narrativeDigest: id("narrative") }),
      twist,
    );

  const endOverride = async (twist: EmergencyTwist = {}): Promise<number> =>
    await councilActs(
      world,
      "emergency",
      "endOverride",
      "OverrideEnded",
      () => ({ systemId: system, operation: 0, ...reason }),
      twist,
    );

  /** When the review of a restriction at `now` is due. */
  const due = (now: number, hours = 24): number => now + 2 * hours * HOUR + 14 * DAY;

  it("finds nothing against an emergency that keeps them, from the restriction to the accepted review", async () => {
    await openIncident(world);
    const now = await restrict(world, { playbookId: id("playbook") });
    await narrative();
    await override(world, 4, due(now));
    await endOverride();
    await fix(world, due(now));
    await review(world);
    await restore();
    await refill();
    await extendedAgain();
    expect(await court.findings()).to.equal("");
  });

  async function extendedAgain(): Promise<void> {
    await restrict(world, { hours: 72 });
    await extend(30 * 24);
  }

  describe("who acts", () => {
    const acts: readonly (readonly [string, string, (twist: EmergencyTwist) => Promise<unknown>])[] = [
      ["EmergencyDeclared", "emergency", async (twist) => await restrict(world, {}, twist)],
      ["NarrativeFiled", "emergency", narrative],
      ["OverrideEnded", "emergency", endOverride],
      ["RestrictionExtended", "sovereign", async (twist) => await extend(1, twist)],
      ["SystemRestored", "sovereign", restore],
      ["BudgetRefilled", "sovereign", refill],
      ["OverrideGranted", "sovereign", async (twist) => await override(world, 1, 0, twist)],
    ];
    for (const [event, council, perform] of acts) {
      it(`finds ${event} by another council than ${council}`, async () => {
        await perform({ council: "governance" });
        const role = council === "emergency" ? 4 : 1;
        expect(await court.findings()).to.match(
          new RegExp(`FAILED emergency EmergencyController#\\d+ ${event} .*: 0x\\w+ did not hold role ${role}`),
        );
      });

      it(`finds ${event} in the name of a Safe that did nothing`, async () => {
        const safe = world.record.safes[council === "emergency" ? "emergency" : "sovereign"].address;
        await perform({ council: "technical", events: { [event]: { safe } } });
        expect(await court.findings()).to.match(
          new RegExp(
            `FAILED emergency EmergencyController#\\d+ ${event} .*: no transaction of ${safe} stands behind it`,
          ),
        );
      });
    }

    it("finds signers without a seat, a council that was dismissed, and one below its threshold", async () => {
      const { address } = world.record.safes.emergency;
      const cases = [
        ["RoleRegistry", "SeatVacated", [address, walletOf("emergency", 0).address, 1, 1], "signed without a seat"],
        ["GovernanceGuard", "CouncilDismissed", [address], "was no registered council"],
        ["GovernanceGuard", "CouncilPolicySet", [address, 3, 3, 3, 0], "2 signers of 3"],
        ["GovernanceGuard", "CouncilPolicySet", [address, 2, 3, 3, 0b1000], "no signer of constituency 3"],
      ] as const;
      for (const [contract, event, args, found] of cases) {
        const inner = await world.node.send("evm_snapshot", []);
        await world.say(contract, event, args);
        await restrict(world);
        expect(await court.findings()).to.match(
          new RegExp(`FAILED emergency EmergencyController#\\d+ EmergencyDeclared .*${found}`),
        );
        await world.node.send("evm_revert", [inner]);
      }
    });

    it("finds a call that says something else than the event", async () => {
      const now = await restrict(world);
      await override(world, 1, due(now), { call: { evidenceDigest: id("other") } });
      expect(await court.findings()).to.match(
        /OverrideGranted .*: the transaction of 0x\w+ does not call grantOverride/,
      );
    });

    it("finds a declaration that names another transaction or other entities", async () => {
      for (const [values, found] of [
        [{ safeTxHash: id("other") }, "its Safe executed 0x"],
        [{ entities: 0b1000n }, "its signers sit for entities 6, the event says 8"],
        [{ playbookId: id("playbook") }, "does not call invokePlaybook"],
      ] as const) {
        const inner = await world.node.send("evm_snapshot", []);
        await restrict(world, {}, { events: { EmergencyDeclared: values } });
        expect(await court.findings()).to.contain(found);
        await world.node.send("evm_revert", [inner]);
      }
    });
  });

  describe("bounds", () => {
    it("finds a restriction beyond 72 hours", async () => {
      await restrict(world, { hours: 73 });
      expect(await court.findings()).to.match(
        /FAILED emergency EmergencyController#3 SystemRestricted .*: uses 262800 s of the 259200 s of its budget/,
      );
    });

    it("counts again after a refill and after an accepted review, and only then", async () => {
      await openIncident(world);
      await restrict(world, { hours: 72 });
      await restore();
      await refill();
      await restrict(world, { hours: 72 });
      await restore();
      await review(world);
      const last = await restrict(world, { hours: 72 });
      expect(await court.findings()).to.equal("");
      await restore();
      await restrict(world, { hours: 1, dueAt: due(last, 72) });
      expect(await court.findings()).to.match(
        /^FAILED emergency EmergencyController#\d+ SystemRestricted .*: uses 262800 s/,
      );
    });

    it("finds a restriction that was charged less than it took, or steps down for longer", async () => {
      for (const [values, found] of [
        [{ charged: 0 }, "was charged 0 s for 86400 s that were not paid for"],
        [{ limitedUntil: 4_000_000_000 }, "steps down until 4000000000 instead of"],
        [{ fromReserve: true }, "was taken from the reserve"],
      ] as const) {
        const inner = await world.node.send("evm_snapshot", []);
        await restrict(world, {}, { events: { SystemRestricted: values } });
        expect(await court.findings()).to.match(new RegExp(`FAILED emergency EmergencyController#3 .*${found}`));
        await world.node.send("evm_revert", [inner]);
      }
    });

    it("with a review overdue, finds a restriction that spares the reserve or takes more than it holds", async () => {
      const now = await restrict(world, { hours: 1 });
      await world.at(due(now, 1) + 1);
      await world.node.send("evm_mine", []);
      await restrict(world, { hours: 12, fromReserve: true, incidentId: id("second") });
      expect(await court.findings()).to.equal("");
      const inner = await world.node.send("evm_snapshot", []);
      await restrict(world, { hours: 13, fromReserve: true, incidentId: id("third") });
      expect(await court.findings()).to.contain("uses 90000 s of the 43200 s of its reserve");
      await world.node.send("evm_revert", [inner]);
      await restrict(world, { hours: 13, paid: 12 * HOUR - 60, incidentId: id("third") });
      expect(await court.findings()).to.contain("was not taken from the reserve, with a review overdue");
    });

    it("finds an override beyond 24 hours, and overrides beyond 72 hours in all", async () => {
      const now = await restrict(world);
      const inner = await world.node.send("evm_snapshot", []);
      await override(world, 25, due(now));
      expect(await court.findings()).to.match(/OverrideGranted .*: lasts 90000 s, more than 86400 s/);
      await world.node.send("evm_revert", [inner]);
      for (let day = 0; day < 3; day += 1) {
        await override(world, 24, due(now));
        await endOverride();
      }
      expect(await court.findings()).to.equal("");
      await override(world, 1, due(now));
      expect(await court.findings()).to.match(
        /OverrideGranted .*: brings overrides of the system to 262800 s, more than 259200 s/,
      );
    });

    it("finds an extension beyond 30 days, and of a system that is not restricted", async () => {
      await restrict(world);
      await extend(30 * 24 + 1);
      expect(await court.findings()).to.match(/RestrictionExtended .*: lasts 2595600 s, more than 2592000 s/);
      await restore();
      await extend(1);
      expect(await court.findings()).to.match(/RestrictionExtended .*: extends what is not restricted/);
    });

    it("finds an act that owes no review, or one that is due later than it may be", async () => {
      const inner = await world.node.send("evm_snapshot", []);
      await restrict(world, {}, { events: { ReviewOwed: null } });
      expect(await court.findings()).to.match(/owes a review, and none is recorded/);
      await world.node.send("evm_revert", [inner]);
      await restrict(world, { dueAt: 4_000_000_000 });
      expect(await court.findings()).to.match(/ReviewOwed .*: dueAt is 4000000000 instead of \d+/);
    });

    it("finds a system that was restricted without a declaration", async () => {
      await restrict(world, {}, { events: { EmergencyDeclared: { incidentId: id("other") } } });
      expect(await court.findings()).to.match(/SystemRestricted .*: no declaration of the incident stands before it/);
    });
  });

  describe("an EmergencyFix", () => {
    it("finds one without an open, severe incident of an earlier block", async () => {
      const now = await restrict(world);
      const cases: readonly (readonly [() => Promise<void>, string])[] = [
        [() => Promise.resolve(), `the incident ${incident} was not opened`],
        [() => openIncident(world, 3), "its incident is SEV3"],
        [
          async () => {
            await openIncident(world);
            await world.say("IncidentRegistry", "IncidentMitigated", [incident, responder, id("a")]);
            await world.say("IncidentRegistry", "IncidentResolved", [incident, responder, id("b")]);
          },
          "its incident is Resolved",
        ],
      ];
      for (const [prepare, found] of cases) {
        const inner = await world.node.send("evm_snapshot", []);
        await prepare();
        await fix(world, due(now));
        expect(await court.findings()).to.match(
          new RegExp(`FAILED fix ChangeManager#\\d+ ChangeExecuted .*: ${found}`),
        );
        await world.node.send("evm_revert", [inner]);
      }
    });

    it("finds one whose incident was opened in the same block", async () => {
      const now = await restrict(world);
      await fix(world, due(now), { openedWith: true });
      expect(await court.findings()).to.match(/ChangeExecuted .*: its incident was opened in block \d+, no earlier/);
    });

    it("finds one of a contract that belongs to no system, or to one that is not restricted for its incident", async () => {
      await openIncident(world);
      const now = await restrict(world);
      const inner = await world.node.send("evm_snapshot", []);
      await fix(world, due(now), { target: world.address("OperationsLog") });
      expect(await court.findings()).to.match(/FAILED fix ChangeManager#\d+ ChangeProposed .* belongs to no system/);
      await world.node.send("evm_revert", [inner]);
      await world.say("EmergencyController", "SystemAssigned", [world.address("CredentialLedger"), id("elsewhere")]);
      await fix(world, due(now));
      expect(await court.findings()).to.match(/FAILED fix ChangeManager#\d+ ChangeExecuted .* is not restricted/);
    });

    it("finds one of a system that is restricted for another incident", async () => {
      await openIncident(world);
      await restrict(world, { incidentId: id("other") });
      await fix(world, 0);
      expect(await court.findings()).to.match(/FAILED fix .* is restricted for another incident/);
    });

    it("finds one whose two approvals an entity signed, and one that a single council approved", async () => {
      await openIncident(world);
      const now = await restrict(world);
      const inner = await world.node.send("evm_snapshot", []);
      await fix(world, due(now), { secondSigners: [0, 3, 4] });
      expect(await court.findings()).to.match(/FAILED fix .* ChangeExecuted .*: an entity signed both approvals/);
      await world.node.send("evm_revert", [inner]);
      await world.say("ChangeManager", "PolicySet", [5, 1, 1, [3, 0, 2, false, 0, DAY, 60, DAY, DAY, 0]]);
      await fix(world, due(now));
      expect(await court.findings()).to.match(/FAILED fix .* ChangeExecuted .*: one council approved it/);
    });

    it("finds one that ran and owes no review", async () => {
      await openIncident(world);
      const now = await restrict(world);
      await fix(world, due(now), { events: { EmergencyFixNoted: null, ReviewOwed: null } });
      expect(await court.findings()).to.match(
        /^FAILED fix # 0x\w+ ran for 0x\w+ and owes a review that is not recorded$/,
      );
    });
  });
});
