import { globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const LARGEST_FILE = 1_000_000;

interface Source {
  readonly file: string;
  readonly text: string;
}

function sources(...patterns: string[]): Source[] {
  return globSync(patterns, { cwd: root, exclude: ["node_modules", "deployments/*/ignition"] })
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
}

/** Where `pattern` occurs, as `file:line`. */
function places(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

function longerThan(files: readonly Source[], lines: number): string[] {
  return files.filter(({ text }) => text.split("\n").length - 1 > lines).map(({ file }) => file);
}

describe("repository", () => {
  const mochaTests = sources("test/{typescript,tools}/**/*.ts");
  const solidityTests = sources("test/contracts/**/*.t.sol");

  it("has tests of both kinds", () => {
    expect(mochaTests).not.to.have.lengthOf(0);
    expect(solidityTests).not.to.have.lengthOf(0);
  });

  it("skips no test and focuses on none", () => {
    expect(places(mochaTests, /\b(?:describe|it|context|specify)\.(?:only|skip)\b/)).to.deep.equal([]);
    expect(places(mochaTests, /\b(?:x(?:it|describe|context)|this\.skip)\s*\(/)).to.deep.equal([]);
    expect(places(solidityTests, /\bvm\.skip\s*\(/)).to.deep.equal([]);
  });

  it("has a test in every file that the runners execute", () => {
    expect(mochaTests.filter(({ text }) => !/\bit\(/.test(text)).map(({ file }) => file)).to.deep.equal([]);
    const empty = solidityTests.filter(({ text }) => !/function (?:test|testFuzz|invariant)_/.test(text));
    expect(empty.map(({ file }) => file)).to.deep.equal([]);
  });

  it("names Solidity tests test_, testFuzz_ or invariant_, so that the runner finds every one", () => {
    const misnamed = /^\s*function (?:test|invariant)(?!_|Fuzz_)\w*\([^)]*\)\s*(?:external|public)/;
    expect(places(solidityTests, misnamed)).to.deep.equal([]);
  });

  it("does not wait for time to pass in tests", () => {
    expect(places(mochaTests, /\bnew Promise\b.*\bsetTimeout\b/)).to.deep.equal([]);
  });

  it("silences neither the compiler nor the linters for whole files", () => {
    const all = sources("{contracts,test,scripts,tasks}/**/*.{sol,ts}");
    expect(places(all, /^\s*(?:\/\/\s*@ts-(?:ignore|nocheck)|\/\*\s*(?:eslint|solhint)-disable)/)).to.deep.equal([]);
  });

  it("keeps Solidity files readable in one sitting", () => {
    expect(longerThan(sources("contracts/**/*.sol"), 500)).to.deep.equal([]);
    expect(longerThan(sources("contracts/**/libraries/*.sol"), 300)).to.deep.equal([]);
    expect(longerThan(solidityTests, 400)).to.deep.equal([]);
  });

  it("pins every dependency to one version", () => {
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      devDependencies: Record<string, string>;
    };
    const loose = Object.entries(devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).to.deep.equal([]);
  });

  it("gives a reason for every dependency", () => {
    const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Record<string, object>;
    const table = readFileSync(path.join(root, "docs/dependencies.md"), "utf8");
    const named = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((group) =>
      Object.keys(manifest[group] ?? {}),
    );
    expect(named.filter((name) => !table.includes(`| \`${name}\` |`))).to.deep.equal([]);
  });

  it("holds no large file", () => {
    const files = globSync("{contracts,test,scripts,tasks,docs,deployments}/**/*.*", { cwd: root });
    const large = files.filter((file) => statSync(path.join(root, file)).size > LARGEST_FILE);
    expect(large).to.deep.equal([]);
  });
});
