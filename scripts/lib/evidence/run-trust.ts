import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import { parseBlockNumber, parseFinality } from "#lib/chain/finality";
import { parseEndpoint, rpcNode } from "#lib/chain/rpc-node";
import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { type ContractsRecord, readContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { gatherTrust, type TrustSource } from "#lib/evidence/gather-trust";
import { writeJsonFile } from "#lib/files/json-file";

const USAGE =
  "Usage: evidence:trust -- TRUST.json --deployment FOLDER --rpc URL --rpc URL [--rpc URL …] [--to BLOCK] [--confirmations N] [--json]";

export interface TrustCommand {
  /** File to write; must not exist. */
  readonly out: string;
  readonly record: ContractsRecord;
  readonly sources: readonly TrustSource[];
  /** Decimal block number; empty for the newest that every source counts as final. */
  readonly to: string;
  /** `finalized` or a number of blocks. */
  readonly confirmations: string;
  readonly reporter: Reporter;
}

/** The command line of the auditor's first step. */
export async function runTrust(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    const { out, values } = parse(args);
    await gatherAndWrite({
      out,
      record: readContractsRecord(values.deployment),
      sources: values.rpc.map(sourceAt),
      to: values.to,
      confirmations: values.confirmations,
      reporter: terminalReporter({ json }),
    });
    return ExitCode.ok;
  } catch (error) {
    return reportError(error, { json });
  }
}

/** A source behind an endpoint. */
export function sourceAt(url: string): TrustSource {
  const endpoint = new URL(parseEndpoint(url, USAGE)).href;
  return { name: endpoint, node: rpcNode(endpoint) };
}

/** Gathers, writes and prints; shared by the script and the Hardhat task. */
export async function gatherAndWrite({
  out,
  record,
  sources,
  to,
  confirmations,
  reporter,
}: TrustCommand): Promise<void> {
  if (existsSync(out)) {
    throw new SuiteError({
      code: "input/trust-exists",
      message: `${out} exists.`,
      hint: "A trust file is never written over; name another.",
    });
  }
  const names = sources.map(({ name }) => name);
  reporter.step(`Asking ${names.join(" and ")}`);
  const trust = await gatherTrust({
    sources,
    record,
    finality: parseFinality(confirmations),
    toBlock: to === "" ? undefined : parseBlockNumber(to, "--to"),
  });
  writeJsonFile(out, trust);
  const { anchor } = trust;
  reporter.result(
    { trust: out, anchor, sources: names },
    `${out}: ${names.length} sources agree on block ${anchor.blockNumber} ${anchor.blockHash} and on the code there. ` +
      "Compare addresses, code hashes and owners with what was published.",
  );
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        deployment: { type: "string", default: "" },
        rpc: { type: "string", multiple: true, default: [] },
        to: { type: "string", default: "" },
        confirmations: { type: "string", default: "finalized" },
        json: { type: "boolean", default: false },
      },
    });
    const [out] = positionals;
    if (out === undefined || positionals.length > 1) throw new Error("Exactly one trust file is needed");
    if (values.deployment === "") throw new Error("--deployment is needed");
    return { out, values };
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: USAGE,
      cause,
    });
  }
}
