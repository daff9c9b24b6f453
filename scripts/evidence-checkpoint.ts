/**
 * `npm run evidence:checkpoint -- --deployment deployments/NETWORK --rpc URL [--rpc URL …] [--to BLOCK] [--confirmations N]
 * [--dry-run] [--json]`: stores a final header with proofs of its state, for nodes that prune.
 */
import { argv } from "node:process";

import { runCheckpoint } from "#lib/checkpoint/run-checkpoint";

process.exitCode = await runCheckpoint(argv.slice(2));
