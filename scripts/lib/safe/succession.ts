import type { CallArgument, WrittenCall } from "#lib/calls/encode-call";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { allSeats, councilMandates } from "#lib/deployment/governance-checks";
import type { Governance } from "#lib/deployment/governance-schema";
import { mandateEnd } from "#lib/deployment/mandates";
import { BREAK_GLASS_DELAY } from "#lib/deployment/suite-module";
import { SuiteError } from "#lib/errors/suite-error";
import { CONSTITUENCY_IDS, COUNCIL_ROLES, ROLE_IDS, constituencySet } from "#lib/permissions/roles";
import type { SafeBirth } from "#lib/safe/guarded-birth";

/** Of one change (`ChangeContent.MAX_CALLS`). */
const MAX_CALLS = 16;

/** What one change does to put a new Safe in a council's place. */
export interface Succession {
  readonly calls: readonly WrittenCall[];
  /** Owners whose seats on the old Safe find no room in the change; another one vacates them. */
  readonly leftSeats: readonly string[];
}

/**
 * The birth of the Safe that governance.json describes for a council.
 *
 * @throws SuiteError `refused/same-council` when it still describes the Safe in office.
 */
export function successorBirth(governance: Governance, record: ContractsRecord, council: CouncilName): SafeBirth {
  const { seats, threshold, saltNonce } = governance.councils[council];
  const { birth: current } = record.safes[council];
  const { proxyFactory: factory, singleton, fallbackHandler } = record.safeContracts;
  const owners = seats.map(({ owner }) => owner);
  const birth: SafeBirth = { factory, singleton, owners, threshold, fallbackHandler, saltNonce };
  const differs =
    threshold !== current.threshold || saltNonce !== current.saltNonce || owners.join() !== current.owners.join();
  if (differs) return birth;
  throw new SuiteError({
    code: "refused/same-council",
    message: `governance.json describes the ${council} council's Safe in office.`,
    hint: `Write the new seats under councils.${council} of governance.json, and another saltNonce.`,
    details: { council, owners },
  });
}

/**
 * The calls of the change, in an order in which each finds what it needs: the seats before the guard looks at them, the role
 * before the old Safe loses it.
 *
 * @param safe The new Safe, born.
 * @param seated Owners with a seat on the old one.
 * @param now Unix time from which a mandate in days counts.
 */
export function successionCalls(
  governance: Governance,
  record: ContractsRecord,
  council: CouncilName,
  { safe, seated, now }: { readonly safe: string; readonly seated: readonly string[]; readonly now: number },
): Succession {
  const { address: old } = record.safes[council];
  const entities = new Map(governance.entities.map(({ key, id }) => [key, id]));
  const seats = allSeats(governance.councils[council]).map(({ owner, entity, constituency }) =>
    call("RoleRegistry", "assignSeat", [safe, owner, entities.get(entity) ?? 0, CONSTITUENCY_IDS[constituency]]),
  );
  const calls = [
    ...seats,
    registerCall(governance, record, council, safe),
    ...roleCalls(governance, council, { safe, old, now }),
    call("GovernanceGuard", "dismissCouncil", [old]),
  ];
  const room = Math.max(0, MAX_CALLS - calls.length);
  const vacated = seated.slice(0, room).map((owner) => call("RoleRegistry", "vacateSeat", [old, owner]));
  return { calls: [...calls, ...vacated], leftSeats: seated.slice(room) };
}

/** The call that makes a Safe a council. */
function registerCall(
  governance: Governance,
  record: ContractsRecord,
  council: CouncilName,
  safe: string,
): WrittenCall {
  const { factory, singleton, owners, threshold, fallbackHandler, saltNonce } = successorBirth(
    governance,
    record,
    council,
  );
  const { minThreshold, minOwners, maxOwners, constituencies } = governance.councils[council].policy;
  return call("GovernanceGuard", "registerCouncil", [
    safe,
    [factory, singleton, [...owners], threshold, fallbackHandler, saltNonce],
    [minThreshold, minOwners, maxOwners, constituencySet(constituencies)],
  ]);
}

function roleCalls(
  governance: Governance,
  council: CouncilName,
  { safe, old, now }: { readonly safe: string; readonly old: string; readonly now: number },
): WrittenCall[] {
  const role = Number(ROLE_IDS[COUNCIL_ROLES[council]]);
  const mandate = councilMandates(governance).find(([key]) => key === council)?.[1];
  const admin = Number(ROLE_IDS.ADMIN);
  return [
    mandate === undefined
      ? call("RoleRegistry", "grantRole", [role, safe, 0])
      : call("RoleRegistry", "grantMandate", [role, safe, mandateEnd(mandate, now)]),
    // The way past the ChangeManager passes on with the role: it is never without a holder.
    ...(council === "sovereign"
      ? [
          call("RoleRegistry", "grantRole", [admin, safe, BREAK_GLASS_DELAY]),
          call("RoleRegistry", "revokeRole", [admin, old]),
        ]
      : []),
    call("RoleRegistry", "revokeRole", [role, old]),
  ];
}

function call(target: string, name: string, args: readonly CallArgument[]): WrittenCall {
  return { target, function: name, args, value: "0" };
}
