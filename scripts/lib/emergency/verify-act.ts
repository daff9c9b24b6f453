import type { Provider } from "ethers";

import { decodeTightening, describeTightening } from "#lib/bridge/decode-tightening";
import { readToken } from "#lib/bridge/token";
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
  const isParameters = transaction.to === record.contracts.BridgeParameters.address;
  const act = !isPlain
    ? undefined
    : isController
      ? decodeAct(transaction.data, book)
      : isParameters
        ? await tighteningAct(provider, record, transaction.data)
        : undefined;
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

/** The Emergency Council tightens a bridge as it restricts a system, and verifies it alike. */
async function tighteningAct(
  provider: Provider,
  record: ContractsRecord,
  data: string,
): Promise<DecodedAct | undefined> {
  const decoded = decodeTightening(data);
  if (decoded === undefined) return undefined;
  const text = describeTightening(decoded, await readToken(provider, record));
  return { name: "tighten", text, restrictions: [], duration: 0, playbookId: undefined };
}
