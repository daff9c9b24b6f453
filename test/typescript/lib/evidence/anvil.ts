import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { contractsRecordPath } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { readTrust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { writeJsonFile } from "#lib/files/json-file";
import { type Anvil, startAnvil } from "#support/anvil";
import { fullStory } from "#support/evidence-story";
import { temporaryFolder } from "#support/temporary-folder";

const script = fileURLToPath(new URL("../../../../scripts/evidence-export.ts", import.meta.url));

describe("evidence from another node", () => {
  for (const hardfork of ["cancun", "prague"] as const) {
    describe(`anvil, ${hardfork}`, () => {
      let folder: string;
      let anvil: Anvil;

      before(async () => {
        folder = temporaryFolder();
        anvil = await startAnvil(hardfork);
      });

      after(async () => {
        await anvil.stop();
      });

      it("is exported by the script and proven", async () => {
        const world = await fullStory(anvil.url);
        writeJsonFile(contractsRecordPath(folder), world.record);
        const bundle = join(folder, "bundle");
        const trust = join(folder, "trust.json");
        const { status, stdout } = exportBy([bundle, "--deployment", folder, "--rpc", anvil.url, "--trust-out", trust]);
        expect([status, (JSON.parse(stdout) as { bundle: string }).bundle]).to.deep.equal([ExitCode.ok, bundle]);
        const report = await verifyBundle(bundle, readTrust(trust));
        expect(report.claims.filter((claim) => claim.verdict !== "PROVEN")).to.deep.equal([]);
        expect(report.counts.approvals).to.equal(4);
      });

      // One node is enough for what depends on arguments only.
      if (hardfork !== "cancun") return;
      it("is refused by codes of their own when the endpoint or an argument is wrong, and nothing is written", () => {
        const target = join(folder, "refused");
        const good = [target, "--deployment", folder, "--rpc", anvil.url];
        for (const [args, status, code] of [
          [[target, "--deployment", folder, "--rpc", "http://127.0.0.1:1"], ExitCode.chain, "chain/unreachable"],
          [[target, "--deployment", folder, "--rpc", "ftp://somewhere"], ExitCode.badInput, "input/url"],
          [
            [target, "--deployment", join(folder, "none"), "--rpc", anvil.url],
            ExitCode.badInput,
            "input/file-unreadable",
          ],
          [[target, "--rpc", anvil.url], ExitCode.badInput, "input/arguments"],
          [[...good, "--to", "soon"], ExitCode.badInput, "input/block-number"],
          [[...good, "--to", "999999"], ExitCode.badInput, "input/range"],
          [[...good, "--confirmations", "-1"], ExitCode.badInput, "input/arguments"],
        ] as const) {
          const outcome = exportBy(args);
          const { error } = JSON.parse(outcome.stdout) as { error: { code: string } };
          expect([outcome.status, error.code]).to.deep.equal([status, code]);
        }
        expect(existsSync(target)).to.equal(false);
      });
    });
  }

  function exportBy(args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    return spawnSync(execPath, [script, ...args, "--json"], { encoding: "utf8" });
  }
});
