import type { Provider, Result } from "ethers";

import { contractAt } from "#lib/deployment/chain-state";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { CouncilAct } from "#lib/safe/council-request";
import { readSafe } from "#lib/safe/read-safe";
import { safeInterface } from "#lib/safe/safe-interface";

/**
 * A council's Safe takes another number of signatures. The guard judges only after the owners have signed: its bounds are
 * held against the number here, as `CouncilRules` has them.
 *
 * @throws SuiteError `refused/threshold` for fewer than the council's policy or a majority, for all of the owners, and for
 * what it is already.
 */
export async function prepareThreshold(
  provider: Provider,
  record: ContractsRecord,
  council: CouncilName,
  threshold: bigint,
): Promise<CouncilAct> {
  const { address: safe } = record.safes[council];
  const [state, policy] = await Promise.all([
    readSafe(provider, safe),
    contractAt(provider, record, "GovernanceGuard").getFunction("councilOf").staticCall(safe) as Promise<Result>,
  ]);
  const owners = BigInt(state.owners.length);
  const [minimum, majority, most] = [policy["minThreshold"] as bigint, owners / 2n + 1n, owners - 1n];
  const least = minimum > majority ? minimum : majority;
  if (threshold < least || threshold > most || threshold === BigInt(state.threshold)) {
    throw new SuiteError({
      code: "refused/threshold",
      message: `${safe} cannot change from ${state.threshold} signatures to ${threshold}.`,
      hint: `The council's policy, a majority and one owner in reserve leave ${least} to ${most}.`,
      details: { council, safe, threshold, least, most, now: state.threshold },
    });
  }
  return {
    council,
    contract: "ownSafe",
    data: safeInterface.encodeFunctionData("changeThreshold", [threshold]),
    description: `Take ${threshold} signatures of the ${council} council's ${owners}`,
  };
}
