/**
 * `npm run evidence:disclose -- BATCH TARGET --bundle BUNDLE --trust TRUST.json (--row N | --sample K) [--encrypt-to
 * RECIPIENT …] [--dry-run] [--json]`: lays rows of a batch open for an auditor; reads no chain.
 */
import { argv } from "node:process";

import { runDisclose } from "#lib/disclosure/run-disclose";

process.exitCode = await runDisclose(argv.slice(2));
