import { parseArgs } from "node:util";

import { checkpointFolder } from "#lib/checkpoint/checkpoint";
import { takeCheckpoint } from "#lib/checkpoint/take-checkpoint";
import { parseBlockNumber, parseFinality } from "#lib/chain/finality";
import { parseEndpoint, rpcNode, type RpcSender } from "#lib/chain/rpc-node";
import { severalNodes } from "#lib/chain/several-nodes";
import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { readContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";

const USAGE =
  "Usage: evidence:checkpoint -- --deployment FOLDER --rpc URL [--rpc URL …] [--to BLOCK] [--confirmations N] [--dry-run] [--json]";

export interface CheckpointCommand {
  readonly node: RpcSender;
  /** Folder of the deployment: its record, and its checkpoints. */
  readonly deployment: string;
  /** Decimal block number; empty for the newest final block. */
  readonly to: string;
  /** `finalized` or a number of blocks. */
  readonly confirmations: string;
  readonly dryRun: boolean;
  readonly reporter: Reporter;
}

/** The command line of the daily job. */
export async function runCheckpoint(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    const values = parse(args);
    const reporter = terminalReporter({ json });
    const endpoints = values.rpc.map((url) => ({ name: url, node: rpcNode(parseEndpoint(url, USAGE)) }));
    const { deployment, to, confirmations, "dry-run": dryRun } = values;
    const node = severalNodes(endpoints, { warn: reporter.warn });
    await checkpointAndReport({ node, deployment, to, confirmations, dryRun, reporter });
    return ExitCode.ok;
  } catch (error) {
    return reportError(error, { json });
  }
}

/** Stores and prints; shared by the script and the Hardhat task. */
export async function checkpointAndReport(command: CheckpointCommand): Promise<void> {
  const { node, deployment, to, confirmations, dryRun, reporter } = command;
  const result = await takeCheckpoint({
    node,
    record: readContractsRecord(deployment),
    folder: checkpointFolder(deployment),
    finality: parseFinality(confirmations),
    toBlock: to === "" ? undefined : parseBlockNumber(to, "--to"),
    dryRun,
    reporter,
  });
  const { anchor, accounts, slots, written, checkpoint } = result;
  const done = written ? "stored" : dryRun ? "would be stored" : "was there already";
  reporter.result(
    { ok: true, ...result },
    `${checkpoint} ${done}: block ${anchor.blockNumber} ${anchor.blockHash}, ${accounts} accounts, ${slots} slots`,
  );
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        deployment: { type: "string", default: "" },
        rpc: { type: "string", multiple: true, default: [] },
        to: { type: "string", default: "" },
        confirmations: { type: "string", default: "finalized" },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (values.deployment === "") throw new Error("--deployment is needed");
    if (values.rpc.length === 0) throw new Error("--rpc is needed");
    return values;
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: USAGE,
      cause,
    });
  }
}
