import type { CouncilConfig, Governance, MandateConfig, SeatConfig } from "#lib/deployment/governance-schema";

import { bridgeProblems } from "#lib/deployment/bridge-checks";
import { emergencyProblems } from "#lib/deployment/emergency-checks";
import { SuiteError } from "#lib/errors/suite-error";
import { DEFAULT_CONFLICTS, type RolePair } from "#lib/permissions/conflicts";
import { COUNCIL_ROLES, ROLE_IDS, SHARED_ROLES, type RoleName } from "#lib/permissions/roles";

export type CouncilKey = keyof Governance["councils"];

/** Least quorum of each council ("Example approval policy" of the source text). */
const QUORUM_FLOORS: Readonly<Record<CouncilKey, { readonly threshold: number; readonly owners: number }>> = {
  technical: { threshold: 2, owners: 3 },
  governance: { threshold: 3, owners: 5 },
  emergency: { threshold: 2, owners: 3 },
  sovereign: { threshold: 3, owners: 5 },
  program: { threshold: 2, owners: 3 },
};

const PEOPLE = "Correct governance.json and run the command again.";

/**
 * Refuses a file that contradicts itself or weakens what the suite promises, before anything is sent. The first problem
 * is the error; all are in its details.
 *
 * @throws SuiteError `input/duplicate-entity`, `input/unknown-entity`, `input/duplicate-owner`, `input/quorum`,
 * `input/constituency`, `input/weak-quorum`, `input/deployer-holds-power`, `input/account-of-two-entities`,
 * `input/duplicate-account`, `input/lone-operator`, `input/unknown-role`, `input/conflicting-roles`,
 * `input/duplicate-system`, `input/unknown-system`, `input/duplicate-playbook`, `input/duration`,
 * `input/bridge-rail`, `input/bridge-token`, `input/bridge-limit`, `input/bridge-operators` or
 * `input/duplicate-counterparty`.
 */
export function checkGovernance(governance: Governance): void {
  const problems = [
    ...entityProblems(governance),
    ...councils(governance).flatMap(([key, council]) => councilProblems(key, council)),
    ...accountProblems(governance),
    ...loneOperatorProblems(governance),
    ...conflictProblems(governance),
    ...emergencyProblems(governance.emergency),
    ...bridgeProblems(governance),
  ];
  const [first] = problems;
  if (first === undefined) return;
  throw new SuiteError({ ...first, hint: PEOPLE, details: { problems } });
}

/** The suite's conflicts and the country's own. */
export function conflictsOf(governance: Governance): RolePair[] {
  const own = governance.conflicts.filter((pair): pair is [RoleName, RoleName] =>
    pair.every((role) => role in ROLE_IDS),
  );
  const known = new Set<string>();
  return [...DEFAULT_CONFLICTS, ...own].filter((pair) => {
    const key = [...pair].sort().join(" ");
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** The councils, in the order of their ids on the chain. */
const COUNCIL_ORDER = ["technical", "governance", "emergency", "sovereign", "program"] as const;

export function councils(governance: Governance): [CouncilKey, CouncilConfig][] {
  return COUNCIL_ORDER.map((key) => [key, governance.councils[key]]);
}

/** When each council's mandate ends; the Sovereign Authority's has no end, and the Program Authority's role needs none. */
export function councilMandates({ councils: all }: Governance): [CouncilKey, MandateConfig | undefined][] {
  const { technical, governance, emergency } = all;
  return [
    ["technical", technical.mandate],
    ["governance", governance.mandate],
    ["emergency", emergency.mandate],
    ["sovereign", undefined],
    ["program", undefined],
  ];
}

export function allSeats(council: CouncilConfig): SeatConfig[] {
  return [...council.seats, ...council.standby];
}

interface Problem {
  readonly code: `input/${string}`;
  readonly message: string;
}

function entityProblems({ entities, councils: all, operators }: Governance): Problem[] {
  const problems: Problem[] = [];
  for (const field of ["id", "key", "name", "legalDigest"] as const) {
    for (const value of duplicates(entities.map((entity) => entity[field]))) {
      problems.push({ code: "input/duplicate-entity", message: `Two entities have the ${field} "${value}".` });
    }
  }
  const known = new Set(entities.map(({ key }) => key));
  const used = [...Object.values(all).flatMap(allSeats), ...operators];
  for (const key of new Set(used.map(({ entity }) => entity))) {
    if (!known.has(key)) problems.push({ code: "input/unknown-entity", message: `No entity has the key "${key}".` });
  }
  return problems;
}

function councilProblems(key: CouncilKey, council: CouncilConfig): Problem[] {
  const problems: Problem[] = [];
  const add = (code: Problem["code"], message: string): void => {
    problems.push({ code, message: `Council "${key}": ${message}` });
  };
  const { seats, threshold, policy } = council;
  for (const owner of duplicates(allSeats(council).map((seat) => seat.owner))) {
    add("input/duplicate-owner", `${owner} has two seats.`);
  }
  const floor = QUORUM_FLOORS[key];
  if (threshold > seats.length) add("input/quorum", `threshold ${threshold} exceeds its ${seats.length} owners.`);
  if (threshold === seats.length)
    add("input/quorum", `all ${seats.length} owners must sign; one lost key would lock it.`);
  if (threshold < policy.minThreshold)
    add("input/quorum", `threshold ${threshold} is under minThreshold ${policy.minThreshold}.`);
  if (seats.length < policy.minOwners || seats.length > policy.maxOwners) {
    add("input/quorum", `${seats.length} owners are outside ${policy.minOwners} to ${policy.maxOwners}.`);
  }
  if (policy.minThreshold < floor.threshold || policy.minOwners < floor.owners) {
    add("input/weak-quorum", `its policy allows less than ${floor.threshold} of ${floor.owners}.`);
  }
  if (threshold * 2 <= seats.length) {
    add(
      "input/weak-quorum",
      `${threshold} of ${seats.length} is no majority; two quorums could decide against each other.`,
    );
  }
  for (const [entity, count] of countBy(seats.map((seat) => seat.entity))) {
    if (count >= threshold) add("input/weak-quorum", `"${entity}" holds ${count} seats and could decide alone.`);
  }
  if (policy.constituencies.length > threshold) {
    add(
      "input/constituency",
      `${policy.constituencies.length} constituencies cannot all be among ${threshold} signers.`,
    );
  }
  for (const constituency of policy.constituencies) {
    const sitting = seats.filter((seat) => seat.constituency === constituency).length;
    if (sitting === 0) add("input/constituency", `nobody sits for ${constituency}, which its policy names.`);
  }
  if (
    key === "governance" &&
    !(["POLICY", "TECHNICAL"] as const).every((name) => policy.constituencies.includes(name))
  ) {
    add("input/constituency", "its policy must name POLICY and TECHNICAL.");
  }
  return problems;
}

function accountProblems(governance: Governance): Problem[] {
  const problems: Problem[] = [];
  const { deployer, operators } = governance;
  for (const account of duplicates(operators.map((operator) => operator.account))) {
    problems.push({ code: "input/duplicate-account", message: `${account} is listed twice among the operators.` });
  }
  const entityOf = new Map<string, string>();
  for (const { account, entity } of holders(governance)) {
    const bound = entityOf.get(account);
    if (bound !== undefined && bound !== entity) {
      problems.push({
        code: "input/account-of-two-entities",
        message: `${account} acts for "${bound}" and for "${entity}"; an account acts for one entity.`,
      });
    }
    entityOf.set(account, entity);
  }
  if (entityOf.has(deployer)) {
    problems.push({
      code: "input/deployer-holds-power",
      message: `The deployer ${deployer} has a seat or a role; it must hold nothing after the deployment.`,
    });
  }
  return problems;
}

/** One key must not be able to stop all changes, its own dismissal among them, by doing nothing or by withdrawing. */
function loneOperatorProblems({ operators }: Governance): Problem[] {
  return SHARED_ROLES.flatMap((role) => {
    const entities = new Set(operators.filter(({ roles }) => roles.includes(role)).map(({ entity }) => entity));
    if (entities.size >= 2) return [];
    return [
      {
        code: "input/lone-operator" as const,
        message: `${role} is held by ${entities.size} entities; at least two must hold it, or one key stops all changes.`,
      },
    ];
  });
}

function conflictProblems(governance: Governance): Problem[] {
  const problems: Problem[] = governance.conflicts
    .flat()
    .filter((role) => !(role in ROLE_IDS))
    .map((role) => ({ code: "input/unknown-role", message: `"${role}" in conflicts is not a role.` }));
  const rolesOf = new Map<string, Set<RoleName>>();
  for (const { entity, roles } of holders(governance)) {
    const held = rolesOf.get(entity) ?? new Set();
    for (const role of roles) held.add(role);
    rolesOf.set(entity, held);
  }
  for (const [a, b] of conflictsOf(governance)) {
    if (a === b) problems.push({ code: "input/conflicting-roles", message: `${a} cannot conflict with itself.` });
    for (const [entity, held] of rolesOf) {
      if (a !== b && held.has(a) && held.has(b)) {
        problems.push({
          code: "input/conflicting-roles",
          message: `"${entity}" would hold ${a} and ${b}, which must not meet.`,
        });
      }
    }
  }
  return problems;
}

/** Everybody who holds something, with what it brings to the entity. */
function holders(governance: Governance): { account: string; entity: string; roles: readonly RoleName[] }[] {
  return [
    ...councils(governance).flatMap(([key, council]) =>
      allSeats(council).map(({ owner, entity }) => ({ account: owner, entity, roles: [COUNCIL_ROLES[key]] })),
    ),
    ...governance.operators,
  ];
}

function duplicates<Value>(values: readonly Value[]): Set<Value> {
  return new Set(values.filter((value, index) => values.indexOf(value) !== index));
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
