/**
 * `npm run evidence:trust -- TRUST.json --deployment deployments/NETWORK --rpc URL --rpc URL [--to BLOCK]
 * [--confirmations N] [--json]`: writes a trust file that two or more nodes agree upon.
 */
import { argv } from "node:process";

import { runTrust } from "#lib/evidence/run-trust";

process.exitCode = await runTrust(argv.slice(2));
