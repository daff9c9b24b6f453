import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import type { CouncilAct } from "#lib/safe/council-request";
import type { SafeRequest } from "#lib/safe/safe-file";

/**
 * An empty call of a Safe to itself, which uses up the nonce of a request: whatever was signed for that one can never run.
 * Safe's own wallet rejects in the same way.
 *
 * @throws TypeError for the Safe of no council; `requireForDeployment` refuses it before.
 */
export function rejectAct(record: ContractsRecord, { safe, transaction, description }: SafeRequest): CouncilAct {
  const council = (Object.keys(record.safes) as CouncilName[]).find((name) => record.safes[name].address === safe);
  if (council === undefined) throw new TypeError(`${safe} is the Safe of no council.`);
  return {
    council,
    contract: "ownSafe",
    data: "0x",
    nonce: BigInt(transaction.nonce),
    description: `Reject what has nonce ${transaction.nonce}: ${description}`,
  };
}
