import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { snapshotPath, writeSnapshot } from "#lib/bridge/snapshot-file";
import { snapshotDigest } from "#lib/bridge/snapshot-format";
import { takeSnapshot } from "#lib/bridge/take-snapshot";
import { parseInteger } from "#lib/input/parse-integer";

interface SnapshotArguments extends SuiteTaskArguments {
  readonly block: string;
  readonly confirmations: string;
  readonly out: string;
}

export default runTask(async ({ block, confirmations, out }: SnapshotArguments, context) => {
  const depth = Number(parseInteger(confirmations, "--confirmations"));
  const named = block === "latest-confirmed" ? undefined : Number(parseInteger(block, "--block"));
  const { provider, record } = await openSuite(context);
  const number = named ?? (await provider.getBlockNumber()) - depth;
  context.reporter.step(`Reading ${record.contracts.BridgeGateway.address} at block ${String(number)}, twice`);
  const snapshot = await takeSnapshot(provider, record, number);
  const digest = snapshotDigest(snapshot);
  const file = out === "" ? snapshotPath(context.deploymentDirectory, number) : resolve(out);
  writeSnapshot(file, snapshot);
  context.reporter.result({ ok: true, file, digest, snapshot }, `${file}\nkeccak256 ${digest}`);
});
