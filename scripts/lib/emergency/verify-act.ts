import type { Provider } from "ethers";

import { decodeTightening, describeTightening } from "#lib/bridge/decode-tightening";
import { readToken } from "#lib/bridge/token";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { decodeAct, type DecodedAct } from "#lib/emergency/describe-act";
import type { SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import { describeKeyAct } from "#lib/keys/decode-key-act";
import { requireUnusedNonce } from "#lib/safe/request-scope";
import type { SafeRequest } from "#lib/safe/safe-file";

/**
 * The act that a request asks a council for, at a nonce that its Safe has not used.
 *
 * @throws SuiteError `refused/no-emergency-act` for any other call, `refused/safe-nonce`.
 */
export async function requireAct(
  provider: Provider,
  record: ContractsRecord,
  request: SafeRequest,
  book: SystemBook,
): Promise<DecodedAct> {
  const { transaction } = request;
  const isPlain = transaction.operation === 0 && transaction.value === "0";
  const act = isPlain ? await decode(provider, record, transaction, book) : undefined;
  if (act === undefined) {
    throw new SuiteError({
      code: "refused/no-emergency-act",
      message: `The file asks for a call of ${transaction.to} that is no emergency act of a council.`,
      hint: "Do not sign it as one. A change is verified with: npx hardhat change verify",
      details: { to: transaction.to, data: transaction.data, operation: transaction.operation },
    });
  }
  await requireUnusedNonce(provider, request);
  return act;
}

async function decode(
  provider: Provider,
  record: ContractsRecord,
  { to, data }: SafeRequest["transaction"],
  book: SystemBook,
): Promise<DecodedAct | undefined> {
  const { contracts } = record;
  switch (to) {
    case contracts.EmergencyController.address:
      return decodeAct(data, book);
    case contracts.BridgeParameters.address:
      return tighteningAct(provider, record, data);
    case contracts.KeyRegistry.address:
      return actInWords("key", describeKeyAct(data));
    default:
      return undefined;
  }
}

/** The Emergency Council tightens a bridge as it restricts a system, and verifies it alike. */
async function tighteningAct(
  provider: Provider,
  record: ContractsRecord,
  data: string,
): Promise<DecodedAct | undefined> {
  const decoded = decodeTightening(data);
  if (decoded === undefined) return undefined;
  return actInWords("tighten", describeTightening(decoded, await readToken(provider, record)));
}

/** An act that puts no system into another mode. */
function actInWords(name: string, text: string | undefined): DecodedAct | undefined {
  return text === undefined ? undefined : { name, text, restrictions: [], duration: 0, playbookId: undefined };
}
