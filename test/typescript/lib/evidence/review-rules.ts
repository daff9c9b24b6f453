import { expect } from "chai";
import { id } from "ethers";

import {
  auditor,
  foundEmergency,
  incident,
  openIncident,
  responder,
  restrict,
  review,
  supervisor,
} from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import { proposer } from "#support/evidence-story";
import type { EvidenceWorld } from "#support/evidence-world";

/** Chains on which the IncidentRegistry would have lied about who answers for an incident, and who judges that. */
describe("evidence of reviews, reassignments and severities against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(foundEmergency);
  });

  beforeEach(async () => {
    await openIncident(world);
    await restrict(world);
  });

  const twists: readonly (readonly [string, Record<string, Record<string, unknown> | null>, RegExp])[] = [
    [
      "accepted by the entity that was responsible",
      { ReviewApproved: { by: responder, entity: 6 } },
      /FAILED review IncidentRegistry#4 ReviewApproved .*: entity 6 was responsible, and judged its own review/,
    ],
    ["accepted in another entity's name", { ReviewApproved: { entity: 9 } }, /acts for entity 7, the event says 9/],
    [
      "filed by an entity that was not responsible",
      { ReviewSubmitted: { by: auditor, entity: 7 } },
      /was not responsible/,
    ],
    ["accepted that was another", { ReviewApproved: { reviewDigest: id("other") } }, /judges 0x\w+, submitted was 0x/],
    ["accepted that is interim", { ReviewSubmitted: { interim: true } }, /accepts an interim review/],
    ["that nobody filed", { ReviewSubmitted: null }, /no review was on the table/],
    [
      "that paid the debt and was not accepted",
      { ReviewApproved: null },
      /FAILED emergency EmergencyController#\d+ ReviewAccepted .*: no review was approved in the IncidentRegistry/,
    ],
  ];
  for (const [what, events, found] of twists) {
    it(`finds one ${what}`, async () => {
      await review(world, { events });
      expect(await court.findings()).to.match(found);
    });
  }

  it("finds one accepted by an entity that was responsible before another took over", async () => {
    for (const entity of [7, 8, 6])
      await world.say("IncidentRegistry", "IncidentReassigned", [incident, supervisor, entity, id("why")]);
    await review(world);
    expect(await court.findings()).to.match(/entity 7 was responsible, and judged its own review/);
  });

  it("finds nothing against a reassignment by a supervisor to an entity that operates", async () => {
    await world.say("IncidentRegistry", "IncidentReassigned", [incident, supervisor, 8, id("why")]);
    expect(await court.findings()).to.equal("");
  });

  const passedOn: readonly (readonly [string, string, number, RegExp])[] = [
    ["by the entity that is responsible", responder, 8, /entity 6 is or was responsible, and passed it on/],
    ["to the entity of whoever reassigns", auditor, 7, /entity 7 is or was responsible, and passed it on/],
    ["by who acts for no entity", proposer, 8, /acts for no entity/],
    ["to an entity that operates nothing", supervisor, 12, /entity 12 has no operator/],
  ];
  for (const [what, by, entity, reason] of passedOn) {
    it(`finds a reassignment ${what}`, async () => {
      await world.say("IncidentRegistry", "IncidentReassigned", [incident, by, entity, id("why")]);
      expect(await court.findings()).to.match(reason);
    });
  }

  const lowered = async (by: string, severity = 3): Promise<void> => {
    await world.say("IncidentRegistry", "SeverityChanged", [incident, severity, by, id("why"), [1, 2, 3, 4, 5]]);
  };

  it("finds nothing against a severity lowered by a supervisor, or raised by whoever is responsible", async () => {
    await lowered(supervisor);
    await lowered(responder, 1);
    expect(await court.findings()).to.equal("");
  });

  it("finds a severity lowered by the entity that is responsible, or by who acts for none", async () => {
    await lowered(responder, 2);
    expect(await court.findings()).to.match(/SeverityChanged .*: entity 6 is or was responsible, and lowered it/);
    await lowered(proposer, 4);
    expect(await court.findings()).to.match(/SeverityChanged .*: 0x\w+ acts for no entity/);
  });
});
