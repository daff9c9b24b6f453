import { expect } from "chai";

import { FakeProject } from "#support/setup/fake-project";

const INSTALLATION = "-y -p node@24.0.1 -- npm ci";
/** Above the largest process id of Linux. */
const NO_PROCESS = "4194305";

describe("ensure-toolchain", () => {
  let project: FakeProject;

  beforeEach(() => {
    project = new FakeProject();
  });

  afterEach(() => {
    project.remove();
  });

  it("installs with the Node that package.json pins when nothing is there", async () => {
    const { code, stderr } = await project.run();
    expect(code).to.equal(0);
    expect(project.installations()).to.deep.equal([INSTALLATION]);
    expect(stderr).to.match(/^setup: node_modules is missing/);
    expect(project.exists(".setup.lock")).to.equal(false);
  });

  it("does nothing and says nothing when everything is there", async () => {
    await project.run();
    expect(await project.run()).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    expect(project.installations()).to.have.lengthOf(1);
  });

  it("installs again when the lock file moved", async () => {
    await project.run();
    project.write("package-lock.json", project.lock("1.0.1"));
    const { stderr } = await project.run();
    expect(stderr).to.include('"node_modules/a" is not installed as package-lock.json says');
    expect(project.installations()).to.have.lengthOf(2);
  });

  it("installs again when npm's record is cut short", async () => {
    await project.run();
    project.write("node_modules/.package-lock.json", '{"packages": {');
    expect((await project.run()).stderr).to.match(/^setup: node_modules is missing or incomplete/);
    expect(project.installations()).to.have.lengthOf(2);
  });

  it("installs again when the EVM binding was left out", async () => {
    await project.run();
    project.removeBinding();
    const { stderr } = await project.run();
    expect(stderr).to.include("native binding");
    expect(project.installations()).to.have.lengthOf(2);
  });

  it("installs again when the pinned Node was left out", async () => {
    await project.run();
    project.remove("node_modules/node");
    await project.run();
    expect(project.installations()).to.have.lengthOf(2);
  });

  it("keeps stdout for the script that follows", async () => {
    project.fakeNpx('echo "added 618 packages"');
    expect((await project.run()).stdout).to.equal("");
  });

  it("says in one sentence what to run when the installation fails", async () => {
    project.fakeNpx("exit 7");
    const { code, stderr } = await project.run();
    expect(code).to.equal(1);
    expect(stderr).to.include(
      `failed with code 7. Check the connection to the npm registry, then run: npx ${INSTALLATION}`,
    );
    expect(stderr).not.to.include("    at ");
    expect(project.exists(".setup.lock")).to.equal(false);
  });

  it("fails when the installation ends well but leaves something out", async () => {
    project.fakeNpx("exit 0");
    const { code, stderr } = await project.run();
    expect(code).to.equal(1);
    expect(stderr).to.include("the installation ended, but node_modules is missing");
  });

  it("refuses to install from a lock file that contradicts package.json", async () => {
    project.write("package.json", { devDependencies: { node: "24.0.1", a: "2.0.0" } });
    const { code, stderr } = await project.run();
    expect(code).to.equal(1);
    expect(stderr).to.include('disagree about "a"');
    expect(project.installations()).to.deep.equal([]);
  });

  it("names a manifest that is cut short", async () => {
    project.write("package-lock.json", '{"packages": {');
    const { code, stderr } = await project.run();
    expect(code).to.equal(1);
    expect(stderr).to.match(/^setup: cannot read \S+package-lock\.json: /);
  });

  it("installs once when two scripts start together", async () => {
    const runs = await Promise.all([project.run(), project.run(), project.run()]);
    expect(runs.map(({ code }) => code)).to.deep.equal([0, 0, 0]);
    expect(project.installations()).to.deep.equal([INSTALLATION]);
  });

  it("takes over the lock of a process that is gone", async () => {
    project.write(".setup.lock/pid", NO_PROCESS);
    expect((await project.run()).code).to.equal(0);
    expect(project.installations()).to.deep.equal([INSTALLATION]);
  });

  it("does not start an installation from within one", async () => {
    expect((await project.run({ SIGN_TOOLCHAIN_INSTALLING: "1" })).code).to.equal(0);
    expect(project.installations()).to.deep.equal([]);
  });

  it("installs dev dependencies on a machine that is set to production", async () => {
    project.fakeNpx('echo "$NODE_ENV|$npm_config_omit" >>npx.log');
    await project.run({ NODE_ENV: "production", npm_config_omit: "dev" });
    expect(project.installations()).to.deep.equal([INSTALLATION, "|"]);
  });
});
