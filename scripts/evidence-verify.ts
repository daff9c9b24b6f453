/**
 * `npm run evidence:verify -- BUNDLE --trust TRUST.json [--json]`: verifies a bundle offline. Exit code 0 only when every
 * claim is proven; see docs/evidence.md and docs/exit-codes.md.
 */
import { argv } from "node:process";

import { sealNetwork } from "#lib/evidence/offline";

// Everything else is loaded after the network is sealed off.
sealNetwork();
const { runVerify } = await import("#lib/evidence/run-verify");
process.exitCode = await runVerify(argv.slice(2));
