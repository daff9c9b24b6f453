import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";

import { copyDemoCountry } from "#support/emergency-country";
import { passTime } from "#support/governed-changes";
import { guideSections, isHardhat } from "#support/guide";
import { fundOperators } from "#support/identity-country";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";
import { Terminal } from "#support/terminal";

interface Listed {
  readonly accreditations: readonly { readonly kind: string; readonly status: string; readonly refusal: unknown }[];
}

interface Volumes {
  readonly issuers: readonly { readonly issued: string; readonly revoked: string }[];
  readonly verifiers: readonly { readonly verified: string; readonly accepted: string }[];
}

/** The guide is typed as it stands, line by line, by somebody who has nothing else to go by. */
describe("docs/identity.md, typed word for word", function () {
  this.timeout(120_000);

  const home = process.cwd();
  const markdown = readFileSync("docs/identity.md", "utf8");
  const sections = guideSections(markdown.replaceAll(/```json\n.*?```/gs, "")).filter(
    ({ commands }) => commands.length > 0,
  );
  const typed: string[] = [];
  let suite: DeployedSuite;
  let terminal: Terminal;

  before(async () => {
    suite = await loadSuite();
    await fundOperators(suite.connection, suite.governance);
    const folder = temporaryFolder();
    const deployment = join(folder, "deployments/anvil");
    mkdirSync(deployment, { recursive: true });
    copyDemoCountry(deployment);
    writeContractsRecord(deployment, suite.record);
    process.chdir(folder);
    terminal = new Terminal(folder, suite.connection);
  });

  after(() => {
    process.chdir(home);
  });

  for (const { title, commands } of sections) {
    it(title, async () => {
      await passTime(suite, 60);
      for (const command of commands) {
        await terminal.type(command);
        typed.push(command);
      }
    });
  }

  it("leaves nothing out, and the chain as it says", async () => {
    const written = [...markdown.matchAll(/^npx hardhat /gm)].length;
    expect(typed.filter(isHardhat)).to.have.length(written);
    const { accreditations } = JSON.parse(await terminal.type("npx hardhat accredit list --all --json")) as Listed;
    expect(accreditations.map(({ kind, status, refusal }) => [kind, status, refusal === null])).to.deep.equal([
      // Of a schema that is retired.
      ["issuer", "Accredited", false],
      ["verifier", "Withdrawn", false],
      ["rail-member", "Accredited", true],
      ["validator", "Accredited", true],
    ]);
    const { issuers, verifiers } = JSON.parse(await terminal.type("npx hardhat credential volumes --json")) as Volumes;
    expect(issuers.map(({ issued, revoked }) => [issued, revoked])).to.deep.equal([["1001", "1001"]]);
    expect(verifiers.map(({ verified, accepted }) => [verified, accepted])).to.deep.equal([["251", "249"]]);
  });
});
