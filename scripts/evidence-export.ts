/**
 * `npm run evidence:export -- TARGET --deployment deployments/NETWORK --rpc URL [--rpc URL …] [--from BLOCK]
 * [--to BLOCK] [--confirmations N] [--trust TRUST.json | --trust-out FILE] [--incident ID | --program ID]
 * [--checkpoint FILE|DIR | --without-state] [--json]`: exports a bundle from any node, or goes on with an export that was stopped.
 */
import { argv } from "node:process";

import { runExport } from "#lib/evidence/run-export";

process.exitCode = await runExport(argv.slice(2));
