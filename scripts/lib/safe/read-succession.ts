import type { Provider, Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory } from "#lib/chain/read-history";
import { contractAt } from "#lib/deployment/chain-state";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";

/** Of `IGovernanceGuard.CouncilStatus`. */
const REGISTERED = 1n;

/** The number under which the guard keeps a Safe that is a council and holds the role; undefined while it is not. */
export async function standsAs(
  provider: Provider,
  record: ContractsRecord,
  safe: string,
  role: bigint,
): Promise<number | undefined> {
  const [council, [holds]] = await Promise.all([
    contractAt(provider, record, "GovernanceGuard").getFunction("councilOf").staticCall(safe) as Promise<
      Result & Record<string, bigint>
    >,
    contractAt(provider, record, "RoleRegistry").getFunction("hasRole").staticCall(role, safe) as Promise<[boolean]>,
  ]);
  return council["status"] === REGISTERED && holds ? Number(council["id"]) : undefined;
}

/**
 * Everybody with a seat on a council's Safe, owners and standby, by a history of which nothing is missing.
 *
 * @throws SuiteError those of `readHistory`.
 */
export async function readSeatedOwners(
  provider: Provider,
  record: ContractsRecord,
  council: CouncilName,
): Promise<string[]> {
  const { address } = record.safes[council];
  const seated = new Set<string>();
  for (const log of await readHistory(provider, record, "RoleRegistry")) {
    const event = suiteInterface("RoleRegistry").parseLog(log);
    if (event?.args["safe"] !== address) continue;
    if (event.name === "SeatAssigned") seated.add(String(event.args["owner"]));
    if (event.name === "SeatVacated") seated.delete(String(event.args["owner"]));
  }
  return [...seated];
}
