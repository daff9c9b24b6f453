import { expect } from "chai";
import { id } from "ethers";

import { checkGovernance, conflictsOf } from "#lib/deployment/governance-checks";
import type { GovernanceInput } from "#lib/deployment/governance-schema";
import { suiteRefusal } from "#support/refusal";
import { demoGovernance, emergencyOf } from "#support/suite";

type Case = [what: string, code: string, mentions: string, alter: (input: GovernanceInput) => void];

describe("checkGovernance", () => {
  it("accepts the demonstration country", () => {
    expect(() => {
      checkGovernance(demoGovernance());
    }).to.not.throw();
  });

  const cases: readonly Case[] = [
    ["two entities with one id", "input/duplicate-entity", '"1"', (input) => (at(input.entities, 1).id = 1)],
    [
      "two entities with one key",
      "input/duplicate-entity",
      '"head-of-state"',
      (input) => (at(input.entities, 1).key = "head-of-state"),
    ],
    [
      "two entities with one founding act",
      "input/duplicate-entity",
      "legalDigest",
      (input) => (at(input.entities, 1).legalDigest = at(input.entities, 0).legalDigest),
    ],
    [
      "a bridge whose rail is no system",
      "input/bridge-rail",
      '"wholesale-rail"',
      (input) => (input.bridge.rail = "wholesale-rail"),
    ],
    [
      "a bridge whose rail is a service",
      "input/bridge-rail",
      '"identity"',
      (input) => (input.bridge.rail = "identity"),
    ],
    [
      "a rail without its gateway",
      "input/bridge-rail",
      "BridgeGateway",
      (input) => input.emergency?.systems?.forEach((system) => (system.contracts = [])),
    ],
    ["a rehearsal's token on a chain of value", "input/bridge-token", "chain 1", (input) => (input.chainId = 1)],
    [
      "a counterparty that is listed twice",
      "input/duplicate-counterparty",
      "listed twice",
      (input) => input.bridge.counterparties?.push(at(input.bridge.counterparties, 0)),
    ],
    [
      "a capacity that would limit nothing",
      "input/bridge-limit",
      "bridge OutCapacity is 1000000000000000000000000000000000001",
      (input) => (input.bridge.out.capacity = "1000000000000000000000000000000000001"),
    ],
    [
      "a window that a counterparty would not notice",
      "input/bridge-limit",
      "bridge InWindow of 0x1aac82773CB722166D7dA0d5b0FA35B0307dD99D is 3599",
      (input) => (at(input.bridge.counterparties ?? [], 0).in.window = 3599),
    ],
    [
      "more failures than any bridge may have",
      "input/bridge-limit",
      "bridge FailureMaximum is 2001",
      (input) => (input.bridge.failureMaximum = 2001),
    ],
    [
      "bridge operators of one entity",
      "input/bridge-operators",
      "BRIDGE_OPERATOR is held by 1 entities",
      (input) => {
        input.operators.forEach((operator) => {
          if (operator.roles.includes("BRIDGE_OPERATOR")) operator.entity = "payments-switch";
        });
      },
    ],
    [
      "a bridge that nobody watches",
      "input/bridge-operators",
      "MONITOR is held by 0 entities",
      (input) => (input.operators = input.operators.filter(({ roles }) => !roles.includes("MONITOR"))),
    ],
    [
      "an unknown entity on a seat",
      "input/unknown-entity",
      '"nowhere"',
      (input) => (at(input.councils.technical.seats, 0).entity = "nowhere"),
    ],
    [
      "an unknown entity of an operator",
      "input/unknown-entity",
      '"nowhere"',
      (input) => (at(input.operators, 0).entity = "nowhere"),
    ],
    [
      "an owner with two seats",
      "input/duplicate-owner",
      "has two seats",
      (input) => (at(input.councils.technical.seats, 1).owner = at(input.councils.technical.seats, 0).owner),
    ],
    [
      "an owner who is on standby too",
      "input/duplicate-owner",
      "has two seats",
      (input) => input.councils.technical.standby?.push(at(input.councils.technical.seats, 0)),
    ],
    [
      "a threshold above the owners",
      "input/quorum",
      "threshold 4 exceeds its 3 owners",
      (input) => (input.councils.technical.threshold = 4),
    ],
    [
      "a threshold under the policy",
      "input/quorum",
      "under minThreshold",
      (input) => (input.councils.governance.threshold = 2),
    ],
    [
      "more owners than the policy allows",
      "input/quorum",
      "outside 3 to 2",
      (input) => (input.councils.technical.policy.maxOwners = 2),
    ],
    [
      "a threshold of all owners, which one lost key would lock",
      "input/quorum",
      "one lost key",
      (input) => (input.councils.technical.threshold = 3),
    ],
    [
      "a policy that allows a weaker quorum than the source text",
      "input/weak-quorum",
      "allows less than 3 of 5",
      (input) => (input.councils.governance.policy.minThreshold = 2),
    ],
    [
      "a quorum without a majority",
      "input/weak-quorum",
      "no majority",
      (input) => {
        input.councils.technical.policy.maxOwners = 4;
        input.councils.technical.seats.push({ owner: owner(33), entity: "crisis-office", constituency: "TECHNICAL" });
      },
    ],
    [
      "one entity that could decide alone",
      "input/weak-quorum",
      '"systems-agency" holds 2 seats',
      (input) => (at(input.councils.technical.seats, 1).entity = "systems-agency"),
    ],
    [
      "a constituency that nobody sits for",
      "input/constituency",
      "nobody sits for EMERGENCY",
      (input) => input.councils.technical.policy.constituencies.push("EMERGENCY"),
    ],
    [
      "a Governance Council without its two constituencies",
      "input/constituency",
      "POLICY and TECHNICAL",
      (input) => (input.councils.governance.policy.constituencies = ["POLICY"]),
    ],
    [
      "an operator listed twice",
      "input/duplicate-account",
      "listed twice",
      (input) => input.operators.push({ ...at(input.operators, 0), roles: ["VERIFIER"] }),
    ],
    [
      "an account of two entities",
      "input/account-of-two-entities",
      "acts for one entity",
      (input) => (at(input.operators, 0).account = at(input.councils.emergency.seats, 0).owner),
    ],
    [
      "a sole proposer, whose key could stop every change",
      "input/lone-operator",
      "CHANGE_PROPOSER is held by 1",
      (input) => (input.operators = input.operators.filter(({ account }) => account !== holder(input, 1))),
    ],
    [
      "two proposers of one entity",
      "input/lone-operator",
      "CHANGE_PROPOSER is held by 1",
      (input) => {
        for (const operator of input.operators) {
          if (operator.account === holder(input, 1)) operator.entity = "digital-ministry";
        }
      },
    ],
    [
      "nobody who executes",
      "input/lone-operator",
      "CHANGE_EXECUTOR is held by 0",
      (input) => (input.operators = input.operators.filter(({ roles }) => !roles.includes("CHANGE_EXECUTOR"))),
    ],
    [
      "a deployer who is an operator",
      "input/deployer-holds-power",
      "must hold nothing",
      (input) => (input.deployer = at(input.operators, 0).account),
    ],
    [
      "a deployer who is an owner",
      "input/deployer-holds-power",
      "must hold nothing",
      (input) => (input.deployer = at(input.councils.sovereign.seats, 0).owner),
    ],
    [
      "a conflict of a role that does not exist",
      "input/unknown-role",
      '"KING"',
      (input) => (input.conflicts = [["KING", "AUDITOR"]]),
    ],
    [
      "infrastructure run by who issues credentials",
      "input/conflicting-roles",
      '"systems-agency" would hold TECHNICAL_OPERATOR and ISSUER',
      (input) => input.operators.push({ account: owner(33), entity: "systems-agency", roles: ["ISSUER"] }),
    ],
    [
      "an auditor who sits on a council",
      "input/conflicting-roles",
      '"court-of-audit" would hold AUDITOR and EMERGENCY_COUNCIL',
      (input) => (at(input.councils.emergency.seats, 0).entity = "court-of-audit"),
    ],
    [
      "a conflict through a standby seat",
      "input/conflicting-roles",
      "MONITOR and GOVERNANCE_COUNCIL",
      (input) => (at(input.councils.governance.standby, 0).entity = "oversight-office"),
    ],
    [
      "a conflict that the country itself declares",
      "input/conflicting-roles",
      "CHANGE_EXECUTOR and TECHNICAL_OPERATOR",
      (input) => (input.conflicts = [["CHANGE_EXECUTOR", "TECHNICAL_OPERATOR"]]),
    ],
    [
      "two systems of one name",
      "input/duplicate-system",
      'Two systems are called "identity"',
      (input) => emergencyOf(input).systems.push({ ...at(emergencyOf(input).systems, 0), contracts: [] }),
    ],
    [
      "a contract of two systems",
      "input/duplicate-system",
      "CredentialLedger belongs to two systems",
      (input) => emergencyOf(input).systems.push({ kind: "service", name: "twin", contracts: ["CredentialLedger"] }),
    ],
    [
      "a playbook that restricts an unknown system",
      "input/unknown-system",
      'restricts "nowhere"',
      (input) => (at(at(emergencyOf(input).playbooks, 0).restrictions, 0).system = "nowhere"),
    ],
    [
      "a playbook that restricts a system twice",
      "input/duplicate-system",
      "twice",
      (input) => repeatFirst(at(emergencyOf(input).playbooks, 0).restrictions),
    ],
    [
      "two playbooks of one key",
      "input/duplicate-playbook",
      "Two playbooks have the key",
      (input) => repeatFirst(emergencyOf(input).playbooks),
    ],
    ...[599, 72 * 3600 + 1].map((seconds): Case => [
      `a playbook of ${seconds} seconds`,
      "input/duration",
      String(seconds),
      (input) => (at(emergencyOf(input).playbooks, 0).duration = seconds),
    ]),
  ];
  for (const [what, code, mentions, alter] of cases) {
    it(`refuses ${what}`, async () => {
      const error = await suiteRefusal(() => {
        checkGovernance(demoGovernance(alter));
      });
      const { problems } = error.details as { problems: { code: string; message: string }[] };
      const matching = problems.filter((problem) => problem.code === code && problem.message.includes(mentions));
      expect(matching, JSON.stringify(problems)).to.have.length.greaterThan(0);
      expect(error.exitCode).to.equal(2);
    });
  }

  it("names the first problem and carries them all", async () => {
    const error = await suiteRefusal(() => {
      checkGovernance(
        demoGovernance((input) => {
          at(input.operators, 0).entity = "nowhere";
          input.councils.technical.threshold = 9;
        }),
      );
    });
    expect(error.code).to.equal("input/unknown-entity");
    expect((error.details["problems"] as unknown[]).length).to.be.greaterThan(1);
  });

  it("never declares a conflict twice", () => {
    const pairs = conflictsOf(demoGovernance((input) => (input.conflicts = [["ISSUER", "TECHNICAL_OPERATOR"]])));
    const keys = pairs.map((pair) => [...pair].sort().join(" "));
    expect(new Set(keys).size).to.equal(keys.length);
  });
});

function repeatFirst<Item>(items: Item[]): Item[] {
  items.push(at(items, 0));
  return items;
}

function at<Item>(items: readonly Item[] | undefined, index: number): Item {
  const item = items?.[index];
  if (item === undefined) throw new Error(`no item ${index}`);
  return item;
}

/** The account of the n-th proposer. */
function holder({ operators }: GovernanceInput, index: number): string {
  const proposers = operators.filter(({ roles }) => roles.includes("CHANGE_PROPOSER"));
  return at(proposers, index).account;
}

function owner(index: number): string {
  return `0x${id(`owner ${index}`).slice(26)}`;
}
