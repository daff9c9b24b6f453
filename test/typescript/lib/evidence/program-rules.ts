import { expect } from "chai";
import { id } from "ethers";

import { DAY, type Lies, together } from "#support/bridge-story";
import { act, type EmergencyTwist, restrict } from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import type { EvidenceWorld } from "#support/evidence-world";
import {
  advance,
  call,
  foundPeople,
  people,
  programId,
  programSystemId,
  publish,
  recordPapers,
  register,
} from "#support/program-story";

/** About when the chain of a test begins. */
const startsAt = Math.floor(Date.now() / 1_000);

/** Chains on which the ProgramRegistry would have lied. */
describe("evidence of programmes against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(foundPeople);
  });

  const found = async (reason: RegExp, verdict = "FAILED"): Promise<void> => {
    const findings = await court.findings();
    expect(findings).to.match(reason);
    const own = findings.split("\n").filter((line) => line.startsWith(`${verdict} program `));
    expect(own, findings).to.have.length(1);
  };

  const entity = async (twist: EmergencyTwist = {}): Promise<void> => {
    const authorised = { programId, entity: people.distributor.entity, approvalDigest: id("approval") };
    const made = call("ProgramRegistry", "authoriseEntity", "EntityAuthorised", authorised);
    await act(world, { council: "program", calls: [made] }, twist);
  };

  const withdraw = async (by: string): Promise<void> => {
    const withdrawn = { programId, entity: people.distributor.entity, by, reasonDigest: id("reason") };
    await together(world, [["ProgramRegistry", "EntityWithdrawn", withdrawn]]);
  };

  const close = async (twist: EmergencyTwist = {}): Promise<void> => {
    const made = call("ProgramRegistry", "closeProgram", "ProgramClosed", { programId, reasonDigest: id("over") });
    await act(world, { council: "sovereign", calls: [made] }, twist);
  };

  const cap = async (maxAmount: bigint, twist: EmergencyTwist = {}): Promise<void> => {
    const capped = { programId, decisionDigest: id("caps") };
    const caps = { maxParticipants: 30, maxAmount };
    await act(
      world,
      {
        council: "sovereign",
        calls: [
          {
            contract: "ProgramRegistry",
            method: "setPhaseCaps",
            args: { ...capped, caps },
            events: () => [["PhaseCapsSet", { ...capped, ...caps, phase: 2 }]],
          },
        ],
      },
      twist,
    );
  };

  const limited = async (): Promise<void> => {
    await restrict(world, {}, { events: { SystemRestricted: { systemId: programSystemId, mode: 1 } } });
  };

  it("finds nothing in a programme from its registration to its end", async () => {
    await register(world);
    await recordPapers(world);
    await publish(world);
    await entity();
    await advance(world);
    await publish(world, {}, 2);
    await limited();
    await cap(1_400n);
    await withdraw(people.authority.account);
    await close();
    const findings = (await court.findings()).split("\n").filter((line) => !line.includes(" emergency "));
    expect(findings.join("\n")).to.equal("");
  });

  describe("a registration", () => {
    const twists: readonly (readonly [string, EmergencyTwist, RegExp])[] = [
      ["by another council", { council: "governance" }, /did not hold role 1/],
      [
        "of which the council signed another authority",
        { events: { ProgramRegistered: { authority: 32 } } },
        /calls registerProgram/,
      ],
      [
        "for an entity that is no authority",
        { call: { terms: terms(32) }, events: { ProgramRegistered: terms(32) } },
        /entity 32 holds no PROGRAM_AUTHORITY/,
      ],
      [
        "with periods of an hour",
        { call: { terms: terms(31, 3_600) }, events: { ProgramRegistered: terms(31, 3_600) } },
        /has periods of 3600 s/,
      ],
    ];
    for (const [what, twist, reason] of twists) {
      it(`is found ${what}`, async () => {
        await register(world, twist);
        await found(reason);
      });
    }

    it("is found a second time", async () => {
      await register(world);
      await register(world);
      await found(/was registered before/);
    });

    it("is found without any Safe", async () => {
      await together(world, [["ProgramRegistry", "ProgramRegistered", { programId, ...terms(31) }]]);
      await found(/no transaction of a council calls registerProgram/);
    });

    it("stays unproven by a council that the trust file does not know", async () => {
      const stranger = "0x0000000000000000000000000000000000000900";
      await world.say("RoleRegistry", "RoleGranted", [1, stranger, 0, 1, true]);
      await world.say("GovernanceGuard", "CouncilRegistered", [stranger, 1, 3, 5, 5, 0]);
      await together(world, [["ProgramRegistry", "ProgramRegistered", { programId, ...terms(31) }]]);
      await found(/is not in the trust file/, "UNPROVEN");
    });
  });

  describe("a step to the pilot", () => {
    const twists: readonly (readonly [string, EmergencyTwist, RegExp])[] = [
      ["by the Program Authority", { council: "program" }, /did not hold role 1/],
      [
        "of two phases",
        { call: { to: 3 }, events: { PhaseAdvanced: { phase: 3 } } },
        /leads from Assessment to Expansion/,
      ],
      [
        "on papers that nobody recorded",
        { call: { requirementsDigest_: id("x") }, events: { PhaseAdvanced: { requirementsDigest: id("x") } } },
        /was decided on papers of the digest/,
      ],
      ["on papers that nobody signed", { call: { requirementsDigest_: id("x") } }, /calls advancePhase/],
      [
        "without a cap",
        { call: { caps: { maxParticipants: 30, maxAmount: 0 } }, events: { PhaseAdvanced: { maxAmount: 0 } } },
        /sets no cap/,
      ],
    ];
    for (const [what, twist, reason] of twists) {
      it(`is found ${what}`, async () => {
        await register(world);
        await recordPapers(world);
        await advance(world, twist);
        await found(reason);
      });
    }

    it("is found while a paper is missing", async () => {
      await register(world);
      await recordPapers(world, {}, 4);
      await advance(world);
      await found(/lacks the paper PilotMonitoring/);
    });
  });

  describe("rules", () => {
    const twists: readonly (readonly [string, EmergencyTwist, RegExp])[] = [
      ["by the Sovereign Authority", { council: "sovereign" }, /did not hold role 7/],
      [
        "that leave a version out",
        { call: { expectedVersion: 1 }, events: { RuleSetPublished: { version: 2 } } },
        /is version 2, after 0/,
      ],
      ["that were signed to replace others", { call: { expectedVersion: 1 } }, /calls publishRuleSet/],
      ["with another digest than was signed", { call: { digest: id("other") } }, /calls publishRuleSet/],
    ];
    for (const [what, twist, reason] of twists) {
      it(`are found ${what}`, async () => {
        await register(world);
        await publish(world, twist);
        await found(reason);
      });
    }

    it("are found while the programme may not be configured", async () => {
      await register(world);
      await limited();
      await publish(world);
      await found(/the system 0x\w+ is LIMITED/);
    });

    it("are found after the programme was closed", async () => {
      await register(world);
      await close();
      await publish(world);
      await found(/was done after the programme was closed/);
    });
  });

  it("finds a cap that is raised while the programme may not be configured", async () => {
    await register(world);
    await recordPapers(world);
    await advance(world);
    await limited();
    await cap(1_600n);
    await found(/the system 0x\w+ is LIMITED/);
  });

  it("finds an entity withdrawn by another programme's authority, or by who is none", async () => {
    await register(world);
    await entity();
    await withdraw(people.stranger.account);
    await found(/acts for entity 36, the programme is entity 31's/);
  });

  it("finds a paper recorded after its authority's role ended", async () => {
    await register(world);
    await world.say("RoleRegistry", "MandateSet", [7, people.authority.account, await world.now()]);
    await world.pass(DAY);
    await recordPapers(world, {}, 1);
    await found(/did not hold PROGRAM_AUTHORITY/);
  });

  it("finds an entity that was authorised twice", async () => {
    await register(world);
    await entity();
    await entity();
    await found(/authorises entity 32, which was authorised/);
  });
});

function terms(authority: number, periodLength = 30 * DAY): NonNullable<Lies[string]> {
  const digests = { metadataDigest: id("metadata"), legalApprovalDigest: id("law") };
  return { authority, privacy: 2, ...digests, startsAt, periodLength };
}
