import type { Provider } from "ethers";

import { breakGlassText } from "#lib/break-glass/describe-act";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { readCouncilOwners } from "#lib/safe/council-owners";
import { requireUnusedNonce } from "#lib/safe/request-scope";
import { prepareRotation } from "#lib/safe/rotate-owner";
import type { SafeRequest } from "#lib/safe/safe-file";
import { safeInterface } from "#lib/safe/safe-interface";

/** What a Safe transaction does, in words that follow from its bytes and from the signer's own node. */
export interface VerifiedRequest {
  readonly council: CouncilName;
  readonly text: string;
  /** For a word on a break-glass operation: which one, and what that does. */
  readonly operation: string | undefined;
  /** Owners after it; undefined when they stay. */
  readonly owners: readonly string[] | undefined;
}

/**
 * Judges a plain call of a council for one of its signers.
 *
 * @throws SuiteError `refused/safe-nonce`, `refused/delegatecall`, `refused/other-rotation`, and those of
 * `readCouncilOwners` and `prepareRotation` for a replacement of an owner.
 */
export async function verifyRequest(
  provider: Provider,
  record: ContractsRecord,
  request: SafeRequest,
): Promise<VerifiedRequest> {
  const { safe, transaction } = request;
  const council = (Object.keys(record.safes) as CouncilName[]).find((name) => record.safes[name].address === safe);
  if (council === undefined || transaction.operation !== 0) {
    throw new SuiteError({
      code: "refused/delegatecall",
      message: `The file runs the code of ${transaction.to} as the Safe itself: it says nothing of what that does.`,
      hint: "Ask for a file with one plain call.",
      details: { safe, to: transaction.to },
    });
  }
  await requireUnusedNonce(provider, request);
  const { to: target, value, data } = transaction;
  const { text } = describeCall({ target, value: BigInt(value), data }, new AddressBook(record));
  const operation = breakGlassText(record, safe, transaction);
  return { council, text, operation, owners: await ownersAfter(provider, record, council, request) };
}

/** For a replacement the rules of `safe rotate-owner` are applied again, to this node's owners and seats. */
async function ownersAfter(
  provider: Provider,
  record: ContractsRecord,
  council: CouncilName,
  { safe, transaction: { to, data } }: SafeRequest,
): Promise<readonly string[] | undefined> {
  const swap = to === safe ? safeInterface.parseTransaction({ data }) : null;
  if (swap?.name !== "swapOwner") return undefined;
  const [lost, successor] = [String(swap.args["oldOwner"]), String(swap.args["newOwner"])];
  const state = await readCouncilOwners(provider, record, council, [successor]);
  const { act, owners } = prepareRotation(state, { lost, successor });
  if (act.data === data.toLowerCase()) return owners;
  throw new SuiteError({
    code: "refused/other-rotation",
    message: `By this node's list of owners the replacement of ${lost} has other bytes than the file.`,
    hint: "Do not sign. The owners changed since the file was made, or one of the two nodes lies.",
    details: { safe, expected: act.data, file: data },
  });
}
