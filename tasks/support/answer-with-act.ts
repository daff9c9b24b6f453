import { resolve } from "node:path";

import type { TaskContext } from "./run-task.ts";
import type { OpenSuite } from "./suite-connection.ts";

import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { prepareAct, type CouncilAct } from "#lib/safe/council-request";
import { agreedHashes, signedPath } from "#lib/safe/safe-file";

/** Options of tasks that write what a council signs; see `requestTask`. */
export interface RequestArguments {
  readonly dryRun: boolean;
  readonly out: string;
}

/**
 * Prepares an act for signatures, shows what is signed as hardware wallets do, and answers with the commands to come.
 *
 * @param file Where it is written when nobody said otherwise.
 * @param data What else the answer holds.
 */
export async function answerWithAct(
  { reporter, networkName }: TaskContext,
  { provider, record }: OpenSuite,
  act: CouncilAct,
  { dryRun, out }: RequestArguments,
  file: string,
  data: object = {},
): Promise<void> {
  const target = out === "" ? file : resolve(out);
  const { request, outcome } = await prepareAct(provider, record, act, { file: target, dryRun });
  const hashes = agreedHashes(request);
  const { to, value, data: callData, nonce } = request.transaction;
  const call = describeCall({ target: to, value: BigInt(value), data: callData }, new AddressBook(record));
  reporter.step(request.description);
  reporter.info(`call          ${call.text}`);
  reporter.info(`Safe          ${request.safe} (${act.council}), nonce ${nonce}`);
  reporter.info(`domain hash   ${hashes.domainHash}`);
  reporter.info(`message hash  ${hashes.messageHash}`);
  reporter.info(`Safe tx hash  ${hashes.safeTxHash}`);
  const network = networkName === "default" ? "" : ` --network ${networkName}`;
  const next = [
    `npx hardhat safe sign ${target}${network}`,
    `npx hardhat safe combine ${target}${network}`,
    `npx hardhat safe execute ${signedPath(target)}${network}`,
  ];
  const lines =
    outcome === "dry-run"
      ? [`dry run: ${hashes.safeTxHash}`]
      : [`${outcome === "written" ? "to be signed" : "still valid"}: ${target}`, ...next];
  reporter.result({ ok: true, outcome, file: target, ...hashes, call, request, next, ...data }, lines.join("\n"));
}
