/**
 * `npm run check:layout [-- --update]`: OpenZeppelin's upgrade-safety validation of every upgradeable contract, and its
 * storage layout against the snapshot in `test/snapshots/storage`, so that no layout moves unasked. Also that every
 * ERC-7201 namespace begins where its id says.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { argv, stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";

import { misplacedNamespaces } from "#lib/build/namespace-slots";
import { deployableContracts, isUpgradeable } from "#lib/build/project-contracts";
import { storageSnapshot } from "#lib/build/storage-snapshot";
import { readUpgradeValidations, storageLayoutOf, upgradeErrorsOf } from "#lib/build/upgrade-validations";
import { reportError } from "#lib/console/reporter";

try {
  process.exitCode = checkLayouts(fileURLToPath(new URL("../..", import.meta.url)), argv.includes("--update"));
} catch (error) {
  process.exitCode = reportError(error, { json: false });
}

function checkLayouts(root: string, update: boolean): number {
  const contracts = deployableContracts(path.join(root, "artifacts")).filter(isUpgradeable);
  const validations = readUpgradeValidations(path.join(root, "cache"));
  const snapshots = path.join(root, "test/snapshots/storage");
  const faults = misplacedNamespaces(path.join(root, "contracts"));

  for (const contract of contracts) {
    const name = contract.contractName;
    for (const { kind, src } of upgradeErrorsOf(validations, contract)) {
      faults.push(`${name} is not safe to upgrade: ${kind} at ${src}`);
    }
    const file = path.join(snapshots, `${name}.json`);
    const built = `${JSON.stringify(storageSnapshot(storageLayoutOf(validations, contract)), null, 2)}\n`;
    const known = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    if (built === known) continue;
    if (update) {
      mkdirSync(snapshots, { recursive: true });
      writeFileSync(file, built);
    } else {
      faults.push(
        known === undefined
          ? `${name} has no storage snapshot`
          : `${name}: storage moved: ${firstChange(known, built)}`,
      );
    }
  }
  for (const file of orphans(snapshots, new Set(contracts.map(({ contractName }) => contractName)))) {
    if (update) rmSync(path.join(snapshots, file));
    else faults.push(`${file} is the snapshot of a contract that is gone`);
  }

  for (const fault of faults) stderr.write(`✗ ${fault}\n`);
  if (faults.length > 0) {
    stderr.write("  If a changed layout is meant, run: npm run check:layout -- --update, and commit the snapshot.\n");
    return 1;
  }
  stdout.write(`${String(contracts.length)} upgradeable contracts: safe to upgrade, storage as in the snapshots\n`);
  return 0;
}

/** The first line that differs, as a person would look for it. */
function firstChange(known: string, built: string): string {
  const before = known.split("\n");
  const after = built.split("\n");
  const index = after.findIndex((line, at) => line !== before[at]);
  return `line ${String(index + 1)}: "${before[index]?.trim() ?? ""}" is now "${after[index]?.trim() ?? ""}"`;
}

function orphans(snapshots: string, names: ReadonlySet<string>): string[] {
  return globSync("*.json", { cwd: snapshots }).filter((file) => !names.has(path.basename(file, ".json")));
}
