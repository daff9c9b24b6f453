import { expect } from "chai";

import { planGovernance } from "#lib/deployment/plan";
import { isDigest } from "#lib/input/parse-digest";
import { examinedSuite } from "#support/examined-suite";
import { demoGovernance, emergencyOf } from "#support/suite";

const DAY = 86_400;

describe("planGovernance (gov plan)", () => {
  const { subject } = examinedSuite();

  it("finds no difference to the file that was deployed", async () => {
    const { governance, record, state } = await subject();
    expect(planGovernance(governance, record, state)).to.deep.equal([]);
  });

  it("names what the file wants and what the chain has, entity by entity", async () => {
    const { record, state } = await subject();
    const wanted = demoGovernance((input) => {
      input.entities.push({ id: 99, key: "new-body", name: "New Body", legalDigest: `0x${"11".repeat(32)}` });
      input.operators = input.operators.filter(({ roles }) => !roles.includes("VERIFIER"));
      input.councils.technical.threshold = 3;
      input.councils.emergency.standby = [];
      input.conflicts = [];
      input.policies = { ConfigOnly: { delay: 2 * DAY } };
    });
    const differences = planGovernance(wanted, record, state);
    const subjects = differences.map(({ area, subject: named }) => `${area}: ${named.split(" 0x")[0] ?? ""}`);
    expect(subjects).to.deep.equal([
      "entity: 99",
      "council: technical threshold",
      "seat: emergency",
      "role: VERIFIER",
      "conflict: IDENTITY_AUTHORITY × ISSUER",
      "policy: ConfigOnly delay",
    ]);
    expect(differences[0]).to.include({ found: null });
    expect(differences[3]).to.include({ wanted: null });
    expect(differences.at(-1)).to.include({ wanted: String(2 * DAY), found: String(DAY) });
  });

  it("names systems and playbooks that differ, in the words of the file", async () => {
    const { record, state } = await subject();
    const wanted = demoGovernance((input) => {
      const { systems, playbooks } = emergencyOf(input);
      const [system] = systems;
      const [playbook] = playbooks;
      if (system === undefined || playbook === undefined) throw new Error("the demonstration has both");
      system.volumePerDay = "7";
      playbook.duration = 3_600;
    });
    const [first] = wanted.emergency.playbooks;
    const differences = planGovernance(wanted, record, state);
    expect(differences.map(({ area, subject: named }) => `${area}: ${named}`)).to.deep.equal([
      "system: identity volume",
      `playbook: ${first?.key ?? ""}`,
    ]);
    expect(differences[0]).to.include({ wanted: "7 a day" });
    expect(differences[1]?.wanted).to.include(" 3600 s: ");
  });

  it("names what only the chain has, by its id", async () => {
    const { record, state } = await subject();
    const wanted = demoGovernance((input) => {
      input.emergency = { systems: [], playbooks: [] };
    });
    const differences = planGovernance(wanted, record, state);
    expect(differences.map(({ area }) => area)).to.include.members(["system", "playbook"]);
    expect(differences.every((difference) => difference.wanted === null)).to.equal(true);
    expect(
      differences.filter(({ area }) => area === "playbook").every(({ subject: named }) => isDigest(named)),
    ).to.equal(true);
  });
});
