import type { Provider, Result } from "ethers";

import { contractAt } from "#lib/deployment/chain-state";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { constituenciesInSet, CONSTITUENCY_IDS, type ConstituencyName } from "#lib/permissions/roles";
import { readSafe, type SafeState } from "#lib/safe/read-safe";

/** Of `IGovernanceGuard.CouncilStatus`. */
const REGISTERED = 1n;

/** A person's place on a council's Safe. */
export interface Seat {
  /** Number of the legal body. */
  readonly entity: number;
  readonly constituency: ConstituencyName;
}

/** A council's Safe with what the guard and the registry say of it. */
export interface CouncilOwners extends SafeState {
  readonly council: CouncilName;
  /** Of which constituencies at least one must sign. */
  readonly constituencies: readonly ConstituencyName[];
  /** Seats of the owners, and of those who were asked for besides; nothing for those without. */
  readonly seats: ReadonlyMap<string, Seat>;
}

/**
 * Reads who owns a council's Safe, and for whom each of them sits.
 *
 * @param others Accounts that are no owners, whose seats are wanted as well.
 * @throws SuiteError `refused/council-not-registered` for a Safe that the guard does not count as a council, and
 * `refused/council-unguarded` for one that does not ask the guard.
 */
export async function readCouncilOwners(
  provider: Provider,
  record: ContractsRecord,
  council: CouncilName,
  others: readonly string[] = [],
): Promise<CouncilOwners> {
  const { address } = record.safes[council];
  const guard = contractAt(provider, record, "GovernanceGuard");
  const seatOf = contractAt(provider, record, "RoleRegistry").getFunction("seatOf");
  const [state, known] = await Promise.all([
    readSafe(provider, address),
    guard.getFunction("councilOf").staticCall(address) as Promise<Result>,
  ]);
  requireCouncil(council, state, known["status"] as bigint, record.contracts.GovernanceGuard.address);
  const seats = new Map<string, Seat>();
  for (const person of new Set([...state.owners, ...others])) {
    const { entity, constituency } = (await seatOf.staticCall(address, person)) as Result & Record<string, bigint>;
    const sitsFor = constituencyNamed(Number(constituency));
    if (sitsFor !== undefined) seats.set(person, { entity: Number(entity), constituency: sitsFor });
  }
  return { ...state, council, constituencies: constituenciesInSet(Number(known["constituencies"])), seats };
}

function requireCouncil(council: CouncilName, { safe, ...state }: SafeState, status: bigint, guard: string): void {
  if (status !== REGISTERED) {
    throw new SuiteError({
      code: "refused/council-not-registered",
      message: `The guard does not count ${safe} as a council in office.`,
      hint: "It left, was dismissed, or was never registered: npx hardhat gov status",
      details: { council, safe, status },
    });
  }
  if (state.guard === guard && state.moduleGuard === guard) return;
  throw new SuiteError({
    code: "refused/council-unguarded",
    message: `${safe} asks ${state.guard} and ${state.moduleGuard}, not the guard ${guard}.`,
    hint: "A Safe without its guard is no council. Do not sign.",
    details: { council, safe, guard: state.guard, moduleGuard: state.moduleGuard },
  });
}

function constituencyNamed(id: number): ConstituencyName | undefined {
  return (Object.keys(CONSTITUENCY_IDS) as ConstituencyName[]).find((name) => CONSTITUENCY_IDS[name] === id);
}
