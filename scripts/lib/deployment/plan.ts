import { CHANGE_CLASSES, policyOf } from "#lib/deployment/approval-policies";
import type { ChainState } from "#lib/deployment/chain-state";
import { allSeats, conflictsOf, councilMandates, councils } from "#lib/deployment/governance-checks";
import type { Governance } from "#lib/deployment/governance-schema";
import { mandateEnd } from "#lib/deployment/mandates";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { bridgeRows } from "#lib/deployment/plan-bridge";
import { emergencyRows } from "#lib/deployment/plan-emergency";
import { conflictKey } from "#lib/deployment/registry-state";
import {
  constituenciesInSet,
  constituencySet,
  CONSTITUENCY_IDS,
  COUNCIL_ROLES,
  OPERATOR_ROLES,
  ROLE_IDS,
  roleName,
} from "#lib/permissions/roles";

/** One thing that governance.json and the chain say differently. */
export interface Difference {
  readonly area: "entity" | "seat" | "council" | "role" | "conflict" | "policy" | "system" | "playbook" | "bridge";
  readonly subject: string;
  /** What governance.json says; null when it does not mention it. */
  readonly wanted: string | null;
  /** What the chain says; null when it has nothing. */
  readonly found: string | null;
}

/** Differences between a country's file and its chain, in the order of the file. Empty when the two agree. */
export function planGovernance(governance: Governance, record: ContractsRecord, state: ChainState): Difference[] {
  return [
    ...entityDifferences(governance, state),
    ...councilDifferences(governance, state),
    ...seatDifferences(governance, record, state),
    ...roleDifferences(governance, record, state),
    ...conflictDifferences(governance, state),
    ...policyDifferences(governance, state),
    ...emergencyDifferences(governance, record, state),
    ...compare("bridge", ...bridgeRows(governance, state)),
  ];
}

function entityDifferences({ entities }: Governance, { registry }: ChainState): Difference[] {
  const wanted = new Map(entities.map(({ id, name, legalDigest }) => [String(id), `${name} (${legalDigest})`]));
  const found = new Map(
    [...registry.entities].map(([id, { name, legalDigest }]) => [String(id), `${name} (${legalDigest})`]),
  );
  return compare("entity", wanted, found);
}

function councilDifferences(governance: Governance, state: ChainState): Difference[] {
  return councils(governance).flatMap(([key, { seats, threshold, policy }]) => {
    const council = state.councils[key];
    const { minThreshold, minOwners, maxOwners } = policy;
    return compare(
      "council",
      new Map([
        [`${key} threshold`, String(threshold)],
        [`${key} owners`, sorted(seats.map(({ owner }) => owner))],
        [
          `${key} policy`,
          bounds({ minThreshold, minOwners, maxOwners, constituencies: constituencySet(policy.constituencies) }),
        ],
      ]),
      new Map([
        [`${key} threshold`, String(council.threshold)],
        [`${key} owners`, sorted(council.owners)],
        [`${key} policy`, bounds(council.policy)],
      ]),
    );
  });
}

function seatDifferences(governance: Governance, record: ContractsRecord, { registry }: ChainState): Difference[] {
  const ids = new Map(governance.entities.map(({ key, id }) => [key, id]));
  return councils(governance).flatMap(([key, council]) => {
    const seated = registry.seats.get(record.safes[key].address) ?? new Map<string, never>();
    return compare(
      "seat",
      new Map(
        allSeats(council).map(({ owner, entity, constituency }) => [
          `${key} ${owner}`,
          place(ids.get(entity) ?? 0, CONSTITUENCY_IDS[constituency]),
        ]),
      ),
      new Map([...seated].map(([owner, { entity, constituency }]) => [`${key} ${owner}`, place(entity, constituency)])),
    );
  });
}

/** Roles of institutions and councils, with the end of a mandate where the file fixes a date. */
function roleDifferences(governance: Governance, record: ContractsRecord, { registry }: ChainState): Difference[] {
  const wanted = new Map<string, string>();
  const dated = new Set<string>();
  for (const { account, roles, mandate } of governance.operators) {
    for (const role of roles) {
      const subject = `${role} ${account}`;
      if (mandate !== undefined && "until" in mandate) dated.add(subject);
      wanted.set(subject, mandate === undefined ? "no end" : end(dated.has(subject) ? mandateEnd(mandate, 0) : 1));
    }
  }
  for (const [key, mandate] of councilMandates(governance)) {
    const subject = `${COUNCIL_ROLES[key]} ${record.safes[key].address}`;
    if (mandate !== undefined && "until" in mandate) dated.add(subject);
    wanted.set(subject, mandate === undefined ? "no end" : end(dated.has(subject) ? mandateEnd(mandate, 0) : 1));
  }
  const found = new Map<string, string>();
  for (const role of new Set([...Object.values(COUNCIL_ROLES), ...OPERATOR_ROLES])) {
    for (const [account, { until }] of registry.grants.get(ROLE_IDS[role]) ?? []) {
      const subject = `${role} ${account}`;
      found.set(subject, until === 0 ? "no end" : end(dated.has(subject) ? until : 1));
    }
  }
  return compare("role", wanted, found);
}

function conflictDifferences(governance: Governance, { registry }: ChainState): Difference[] {
  const name = (key: string): string =>
    key
      .split(" ")
      .map((id) => roleName(BigInt(id)))
      .join(" × ");
  const wanted = conflictsOf(governance).map(([a, b]) => conflictKey(ROLE_IDS[a], ROLE_IDS[b]));
  const asMap = (keys: Iterable<string>): Map<string, string> =>
    new Map([...keys].map((key) => [name(key), "conflict"]));
  return compare("conflict", asMap(wanted), asMap(registry.conflicts));
}

function policyDifferences(governance: Governance, { policies }: ChainState): Difference[] {
  return CHANGE_CLASSES.flatMap((changeClass) => {
    const rows = (policy: object): Map<string, string> =>
      new Map(Object.entries(policy).map(([field, value]) => [`${changeClass} ${field}`, String(value)]));
    return compare("policy", rows(policyOf(governance, changeClass)), rows(policies[changeClass]));
  });
}

function emergencyDifferences(governance: Governance, record: ContractsRecord, state: ChainState): Difference[] {
  const { systems, playbooks } = emergencyRows(governance, record, state);
  return [...compare("system", ...systems), ...compare("playbook", ...playbooks)];
}

function compare(
  area: Difference["area"],
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): Difference[] {
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((subject) => wanted.get(subject) !== found.get(subject))
    .map((subject) => ({ area, subject, wanted: wanted.get(subject) ?? null, found: found.get(subject) ?? null }));
}

/** `1` stands for an end that the file gives as a duration: any end on the chain agrees with it. */
function end(until: number): string {
  return until === 1 ? "with an end" : new Date(until * 1000).toISOString();
}

function place(entity: number, constituency: number): string {
  return `entity ${entity}, constituency ${constituency}`;
}

function sorted(addresses: readonly string[]): string {
  return [...addresses].sort().join(" ");
}

function bounds(policy: ChainState["councils"]["technical"]["policy"]): string {
  const names = constituenciesInSet(policy.constituencies).join(" and ");
  return `${policy.minThreshold} of ${policy.minOwners} to ${policy.maxOwners}${names === "" ? "" : ` with ${names}`}`;
}
