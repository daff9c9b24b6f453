import type { Provider, Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { contractAt } from "#lib/deployment/chain-state";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { CouncilAct } from "#lib/safe/council-request";

/** Of `IGovernanceGuard.CouncilStatus`. */
const EXIT_ANNOUNCED = 2n;

/**
 * A council stays: its Safe takes back the exit that it announced.
 *
 * @throws SuiteError `refused/no-exit` when none is announced, or it has left already.
 */
export async function prepareStay(
  provider: Provider,
  record: ContractsRecord,
  council: CouncilName,
): Promise<CouncilAct> {
  const { address: safe } = record.safes[council];
  const { status } = (await contractAt(provider, record, "GovernanceGuard")
    .getFunction("councilOf")
    .staticCall(safe)) as Result as unknown as { status: bigint };
  if (status !== EXIT_ANNOUNCED) {
    throw new SuiteError({
      code: "refused/no-exit",
      message: `${safe} has announced no exit that it could take back.`,
      hint: "Look whether it is registered, or has left: npx hardhat gov status",
      details: { council, safe, status },
    });
  }
  return {
    council,
    contract: "GovernanceGuard",
    data: suiteInterface("GovernanceGuard").encodeFunctionData("revokeExit"),
    description: `Take back the announced exit of the ${council} council`,
  };
}
