import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import type { Signer } from "ethers";

import { parseBlockNumber, parseFinality } from "#lib/chain/finality";
import { parseEndpoint, rpcNode } from "#lib/chain/rpc-node";
import { severalNodes } from "#lib/chain/several-nodes";
import { terminalProgress } from "#lib/console/progress";
import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { type ContractsRecord, readContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { attestBundle } from "#lib/evidence/attest-bundle";
import { exportEvidence, type ExportParameters } from "#lib/evidence/export-evidence";
import { parseState } from "#lib/evidence/parse-state";
import { parseSubject } from "#lib/evidence/parse-subject";
import { trustFrom } from "#lib/evidence/trust";
import { writeJsonFile } from "#lib/files/json-file";

const USAGE =
  "Usage: evidence:export -- TARGET --deployment FOLDER --rpc URL [--rpc URL …] [--from BLOCK] [--to BLOCK] [--confirmations N] [--trust TRUST.json | --trust-out FILE] [--incident ID | --program ID] [--checkpoint FILE|DIR | --without-state] [--json]";

export interface ExportOrder {
  readonly node: ExportParameters["node"];
  readonly record: ContractsRecord;
  readonly target: string;
  /** Decimal number of the first block of the period that is asked for; empty for all. */
  readonly from: string;
  /** Decimal block number; empty for the newest confirmed block. */
  readonly to: string;
  /** `finalized` or a number of blocks. */
  readonly confirmations: string;
  /** Trust file at whose anchor the bundle shall end; empty for an anchor by the word of the node. */
  readonly trust: string;
  /** Where to write a trust file by the word of this node; empty for nowhere. */
  readonly trustOut: string;
  /** Label or id of the incident, or of the programme, to narrow the bundle to; both empty for all of the evidence. */
  readonly incident: string;
  /** Whose statement the bundle shall carry; undefined for nobody's. */
  readonly exporter?: Signer | undefined;
  readonly program: string;
  /** File or folder of checkpoints, for a node that no longer has the anchor's state; empty for none. */
  readonly checkpoint: string;
  /** Leaves proofs of state out. */
  readonly withoutState: boolean;
  readonly reporter: Reporter;
}

/** The command line of the exporter. */
export async function runExport(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    const { target, values } = parse(args);
    const reporter = terminalReporter({ json });
    const endpoints = values.rpc.map((url) => ({ name: url, node: rpcNode(parseEndpoint(url, USAGE)) }));
    await exportAndReport({
      node: severalNodes(endpoints, { warn: reporter.warn }),
      record: readContractsRecord(values.deployment),
      target,
      from: values.from,
      to: values.to,
      confirmations: values.confirmations,
      trust: values.trust,
      trustOut: values["trust-out"],
      incident: values.incident,
      program: values.program,
      checkpoint: values.checkpoint,
      withoutState: values["without-state"],
      reporter,
    });
    return ExitCode.ok;
  } catch (error) {
    return reportError(error, { json });
  }
}

/** Exports and prints; shared by the script and the Hardhat task. */
export async function exportAndReport(order: ExportOrder): Promise<void> {
  const { node, record, target, from, to, confirmations, trust, trustOut, exporter, reporter } = order;
  if (trustOut !== "" && existsSync(trustOut)) {
    throw new SuiteError({
      code: "input/trust-exists",
      message: `${trustOut} exists.`,
      hint: "A trust file is never written over; name another.",
    });
  }
  if (trust !== "" && (to !== "" || trustOut !== "")) {
    throw new SuiteError({
      code: "input/two-anchors",
      message: "The anchor comes from the trust file, or from this node: not from both.",
      hint: "Give --trust alone, or --to and --trust-out without it.",
    });
  }
  const subject = parseSubject(order);
  const result = await exportEvidence({
    node,
    record,
    target,
    ...(from === "" ? {} : { fromBlock: parseBlockNumber(from, "--from") }),
    ...(to === "" ? {} : { toBlock: parseBlockNumber(to, "--to") }),
    finality: parseFinality(confirmations),
    subject,
    ...parseState(order),
    reporter,
    startProgress: terminalProgress,
  });
  if (trustOut !== "") {
    writeJsonFile(trustOut, trustFrom(record, result.anchor));
    reporter.warn(`${trustOut} rests on the word of this node; compare its anchor with a second source.`);
  }
  const { counts, anchor, bundle } = result;
  const attestation = exporter === undefined ? null : await attestBundle(bundle, exporter);
  if (attestation !== null) reporter.info(`${attestation.signer} states that this is the bundle: ${attestation.file}`);
  reporter.result(
    { ...result, attestation },
    `${bundle}: ${counts.events} events, ${counts.approvals} Safe transactions, ${counts.deployments} deployments; ` +
      `anchor block ${anchor.blockNumber} ${anchor.blockHash}`,
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
        from: { type: "string", default: "" },
        to: { type: "string", default: "" },
        confirmations: { type: "string", default: "0" },
        trust: { type: "string", default: "" },
        "trust-out": { type: "string", default: "" },
        incident: { type: "string", default: "" },
        program: { type: "string", default: "" },
        checkpoint: { type: "string", default: "" },
        "without-state": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const [target] = positionals;
    if (target === undefined || positionals.length > 1) throw new Error("Exactly one target folder is needed");
    if (values.deployment === "") throw new Error("--deployment is needed");
    if (values.rpc.length === 0) throw new Error("--rpc is needed");
    return { target, values };
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: USAGE,
      cause,
    });
  }
}
