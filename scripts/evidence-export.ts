/**
 * `npm run evidence:export -- TARGET --deployment deployments/NETWORK --rpc URL [--to BLOCK] [--confirmations N]
 * [--trust-out FILE] [--json]`: exports a bundle from any node.
 */
import { argv } from "node:process";

import { runExport } from "#lib/evidence/run-export";

process.exitCode = await runExport(argv.slice(2));
