import { resolve } from "node:path";

import type { TaskContext } from "./run-task.ts";
import type { OpenSuite } from "./suite-connection.ts";

import { describeCall, type DescribedCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { prepareAct, type CouncilAct, type PreparedAct } from "#lib/safe/council-request";
import { agreedHashes, signedPath, type SafeRequest } from "#lib/safe/safe-file";

/** Options of tasks that write what a council signs; see `requestTask`. */
export interface RequestArguments {
  readonly dryRun: boolean;
  readonly out: string;
}

/** A request as it was shown, with the commands to come. */
export interface ShownRequest {
  readonly outcome: PreparedAct["outcome"];
  readonly file: string;
  readonly call: DescribedCall;
  readonly request: SafeRequest;
  readonly next: readonly string[];
  /** For people, on stdout. */
  readonly lines: readonly string[];
}

/**
 * Prepares an act for signatures, shows what is signed as hardware wallets do, and answers with the commands to come.
 *
 * @param file Where it is written when nobody said otherwise.
 * @param data What else the answer holds.
 */
export async function answerWithAct(
  context: TaskContext,
  suite: OpenSuite,
  act: CouncilAct,
  { dryRun, out }: RequestArguments,
  file: string,
  data: object = {},
): Promise<void> {
  const { lines, ...shown } = await showAct(context, suite, act, { dryRun, file: out === "" ? file : resolve(out) });
  context.reporter.result({ ok: true, ...shown, ...agreedHashes(shown.request), ...data }, lines.join("\n"));
}

/** Prepares an act for signatures and shows it. The answer is the caller's: there may be several. */
export async function showAct(
  { reporter, networkName }: TaskContext,
  { provider, record }: OpenSuite,
  act: CouncilAct,
  { dryRun, file }: { readonly dryRun: boolean; readonly file: string },
): Promise<ShownRequest> {
  const { request, outcome } = await prepareAct(provider, record, act, { file, dryRun });
  const hashes = agreedHashes(request);
  const { to, value, data, nonce } = request.transaction;
  const call = describeCall({ target: to, value: BigInt(value), data }, new AddressBook(record));
  reporter.step(request.description);
  reporter.info(`call          ${call.text}`);
  reporter.info(`Safe          ${request.safe} (${act.council}), nonce ${nonce}`);
  reporter.info(`domain hash   ${hashes.domainHash}`);
  reporter.info(`message hash  ${hashes.messageHash}`);
  reporter.info(`Safe tx hash  ${hashes.safeTxHash}`);
  const network = networkName === "default" ? "" : ` --network ${networkName}`;
  const next = [
    `npx hardhat safe sign ${file}${network}`,
    `npx hardhat safe combine ${file}${network}`,
    `npx hardhat safe execute ${signedPath(file)}${network}`,
  ];
  const lines =
    outcome === "dry-run"
      ? [`dry run: ${hashes.safeTxHash}`]
      : [`${outcome === "written" ? "to be signed" : "still valid"}: ${file}`, ...next];
  return { outcome, file, call, request, next, lines };
}
