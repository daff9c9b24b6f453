import { expect } from "chai";

import { passTime } from "#support/governed-changes";
import { guideReader, signAsAsked, type Reader } from "#support/guide-reader";
import type { Terminal } from "#support/terminal";

const DAY = 86_400;
const FOLDER = "deployments/anvil/break-glass/001-vacate-a-seat";

interface Listed {
  readonly status: string;
  readonly nonce: number;
  readonly artifacts?: object;
}

/** What the runbook of a dead ChangeManager does not come across: operations that are wrong, late, or not wanted. */
describe("break-glass, as it is refused and called off", function () {
  this.timeout(300_000);

  let reader: Reader;
  let terminal: Terminal;

  before(async () => {
    reader = await guideReader();
    terminal = reader.sitDown();
    await terminal.type("export HARDHAT_NETWORK=anvil");
  });

  after(() => {
    reader.leave();
  });

  it("says that an operation would fail, and still scaffolds it: what it needs may come in time", async () => {
    const call = "RoleRegistry.vacateSeat($TechnicalSafe, 0x553BC17A05702530097c3677091C5BB47a3a7931)";
    const answer = await terminal.type(`npx hardhat break-glass new --title "Nobody" --call '${call}' --json`);
    expect((JSON.parse(answer) as { obstacle: string }).obstacle).to.contain("UnknownSeat");
    await terminal.type("rm -r deployments/anvil/break-glass");
  });

  it("has nothing signed before its documents are filled in", async () => {
    const call = "RoleRegistry.vacateSeat($TechnicalSafe, 0xDf37F81dAAD2b0327A0A50003740e1C935C70913)";
    const answer = await terminal.type(`npx hardhat break-glass new --title "Vacate a seat" --call '${call}' --json`);
    expect(JSON.parse(answer)).to.have.property("obstacle", null);
    await refuses("propose", "refused/artifact-unfilled");
    await terminal.type(`sed -i 's/\\[\\[[^]]*\\]\\]/Rehearsal./g' ${FOLDER}/*.md`);
  });

  it("refuses to execute or call off what was never scheduled", async () => {
    await refuses("execute", "refused/operation-not-scheduled");
    await refuses("cancel", "refused/operation-not-scheduled");
  });

  it("waits its delay, and does not run without its paperwork", async () => {
    const [schedule = ""] = await proposed();
    await signAsAsked(terminal, reader.suite, schedule);
    expect(await listed()).to.deep.equal([{ status: "Scheduled", nonce: 1 }]);
    await refuses("execute", "refused/operation-not-ready");
    await passTime(reader.suite, 14 * DAY);
    await refuses("execute", "refused/operation-unjustified");
  });

  it("asks for the paperwork alone once it is scheduled, and for nothing when it has both", async () => {
    const [justify = "", ...more] = await proposed();
    expect([justify.includes("justify.json"), more]).to.deep.equal([true, []]);
    await signAsAsked(terminal, reader.suite, justify);
    expect((await listed())[0]?.artifacts).to.have.keys("request", "impactAssessment", "rollbackPlan");
    expect(await terminal.type(`npx hardhat break-glass propose ${FOLDER}`)).to.match(/^scheduled, with its paperwork/);
  });

  it("has nobody sign digests of other documents than those beside the file", async () => {
    await terminal.type(`cp -r ${FOLDER} other && echo 'And one thing more.' >> other/request.md`);
    const { exitCode, stdout } = await terminal.run("npx hardhat safe verify other/justify.json --json");
    expect([exitCode, codeIn(stdout)]).to.deep.equal([3, "refused/safe-nonce"]);
    await terminal.type("npx hardhat break-glass propose other");
    const replaced = await terminal.run("npx hardhat safe verify other/justify.json");
    expect(replaced.stdout).to.match(/^paperwork .*these digests$/m);
    await terminal.type("echo 'And another.' >> other/request.md");
    const altered = await terminal.run("npx hardhat safe verify other/justify.json --json");
    expect([altered.exitCode, codeIn(altered.stdout)]).to.deep.equal([7, "conflict/document-digest"]);
  });

  it("is called off by the Emergency Council, and over then", async () => {
    await signAsAsked(terminal, reader.suite, await terminal.type(`npx hardhat break-glass cancel ${FOLDER}`));
    expect((await listed())[0]?.status).to.equal("Cancelled");
    await refuses("execute", "refused/operation-ended");
    await refuses("cancel", "refused/operation-ended");
  });

  it("stands when it is scheduled again: the Emergency Council cancels once", async () => {
    for (const request of await proposed()) await signAsAsked(terminal, reader.suite, request);
    expect((await listed())[1]).to.include({ status: "Scheduled", nonce: 2 });
    const answer = await terminal.type(`npx hardhat break-glass cancel ${FOLDER}`);
    const refused = await signAsAsked(terminal, reader.suite, answer).catch((error: unknown) => String(error));
    expect(refused).to.contain("BreakGlassAlreadyCancelled");
  });

  it("expires seven days after its delay", async () => {
    await passTime(reader.suite, 21 * DAY);
    expect((await listed())[1]?.status).to.equal("Expired");
    await refuses("execute", "refused/operation-expired");
  });

  it("says of code that cannot be upgraded that it cannot, and of the registry that it can", async () => {
    const { ChangeManager: manager, RoleRegistry: registry } = reader.suite.record.contracts;
    const { provider } = reader.suite.connection;
    await provider.request({ method: "hardhat_setCode", params: [manager.implementation, "0xfe"] });
    const obstacle = async (contract: string, implementation: string | null): Promise<unknown> => {
      const call = `${contract}.upgradeToAndCall(${String(implementation)}, 0x)`;
      const answer = await terminal.type(`npx hardhat break-glass new --title ${contract} --call '${call}' --json`);
      return (JSON.parse(answer) as { obstacle: unknown }).obstacle;
    };
    expect(await obstacle("ChangeManager", manager.implementation)).to.be.a("string");
    expect(await obstacle("RoleRegistry", registry.implementation)).to.equal(null);
  });

  /** What the Sovereign Authority is asked to sign, one answer a request. */
  async function proposed(): Promise<string[]> {
    const answer = await terminal.type(`npx hardhat break-glass propose ${FOLDER}`);
    // The paperwork was written together with the operation, for the nonce that is its turn by now.
    return answer.replaceAll(/^still valid: /gm, "to be signed: ").split(/^(?=to be signed: )/m);
  }

  async function listed(): Promise<Listed[]> {
    const answer = JSON.parse(await terminal.type("npx hardhat break-glass list --json")) as {
      operations: (Listed & Record<string, unknown>)[];
    };
    return answer.operations.map(({ status, nonce, artifacts }) => ({
      status,
      nonce,
      ...(artifacts === undefined ? {} : { artifacts }),
    }));
  }

  async function refuses(verb: string, code: string): Promise<void> {
    const { exitCode, stdout } = await terminal.run(`npx hardhat break-glass ${verb} ${FOLDER} --json`);
    expect([exitCode, codeIn(stdout)]).to.deep.equal([3, code]);
  }

  function codeIn(stdout: string): string {
    return (JSON.parse(stdout) as { error: { code: string } }).error.code;
  }
});
