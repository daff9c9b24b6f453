import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { decodeAct, type DecodedAct } from "#lib/emergency/describe-act";
import type { SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import { readSafe } from "#lib/safe/read-safe";
import type { SafeRequest } from "#lib/safe/safe-file";

/**
 * The act that a request asks a council for, at a nonce that its Safe has not used.
 *
 * @throws SuiteError `refused/no-emergency-act` for any other call, `refused/safe-nonce`.
 */
export async function requireAct(
  provider: Provider,
  record: ContractsRecord,
  { transaction, safe }: SafeRequest,
  book: SystemBook,
): Promise<DecodedAct> {
  const isPlain = transaction.operation === 0 && transaction.value === "0";
  const isController = transaction.to === record.contracts.EmergencyController.address;
  const act = isPlain && isController ? decodeAct(transaction.data, book) : undefined;
  if (act === undefined) {
    throw new SuiteError({
      code: "refused/no-emergency-act",
      message: `The file asks for a call of ${transaction.to} that is no emergency act of a council.`,
      hint: "Do not sign it as one. A change is verified with: npx hardhat change verify",
      details: { to: transaction.to, data: transaction.data, operation: transaction.operation },
    });
  }
  const { nonce } = await readSafe(provider, safe);
  if (BigInt(transaction.nonce) >= nonce) return act;
  throw new SuiteError({
    code: "refused/safe-nonce",
    message: `The transaction has nonce ${transaction.nonce}, the Safe is at ${nonce.toString()}: it can never run.`,
    hint: "Ask for a new file.",
    details: { nonce: transaction.nonce, current: nonce, safe },
  });
}
