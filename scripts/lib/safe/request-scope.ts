import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { readSafe } from "#lib/safe/read-safe";
import type { SafeRequest } from "#lib/safe/safe-file";

/**
 * Refuses a request that is for another chain, for a Safe that is no council of the deployment, or that runs foreign code as
 * the Safe: only the pinned MultiSendCallOnly may be called by delegatecall.
 *
 * @throws SuiteError `conflict/chain-id`, `refused/unknown-safe`, `refused/delegatecall`.
 */
export function requireForDeployment(
  { chainId, safe, transaction }: Pick<SafeRequest, "chainId" | "safe" | "transaction">,
  record: ContractsRecord,
  path: string,
): void {
  if (chainId !== record.chainId) {
    throw new SuiteError({
      code: "conflict/chain-id",
      message: `${path} is for chain ${String(chainId)}, this deployment is on chain ${String(record.chainId)}.`,
      hint: "Choose the right network with --network.",
      details: { file: chainId, deployment: record.chainId },
    });
  }
  if (!Object.values(record.safes).some(({ address }) => address === safe)) {
    throw new SuiteError({
      code: "refused/unknown-safe",
      message: `${safe} is the Safe of no council of this deployment.`,
      hint: "Do not sign. Ask where the file comes from.",
      details: { safe, councils: Object.values(record.safes).map(({ address }) => address) },
    });
  }
  if (transaction.operation === 1 && transaction.to !== record.safeContracts.multiSendCallOnly) {
    throw new SuiteError({
      code: "refused/delegatecall",
      message: `${path} would run the code of ${transaction.to} as the Safe itself.`,
      hint: "Do not sign. Only MultiSendCallOnly of this deployment may be called by delegatecall.",
      details: { to: transaction.to, allowed: record.safeContracts.multiSendCallOnly },
    });
  }
}

/**
 * Refuses a request whose nonce its Safe has used: it can never run.
 *
 * @throws SuiteError `refused/safe-nonce`.
 */
export async function requireUnusedNonce(provider: Provider, { transaction, safe }: SafeRequest): Promise<void> {
  const { nonce } = await readSafe(provider, safe);
  if (BigInt(transaction.nonce) >= nonce) return;
  throw new SuiteError({
    code: "refused/safe-nonce",
    message: `The transaction has nonce ${transaction.nonce}, the Safe is at ${nonce.toString()}: it can never run.`,
    hint: "Ask for a new file.",
    details: { nonce: transaction.nonce, current: nonce, safe },
  });
}
