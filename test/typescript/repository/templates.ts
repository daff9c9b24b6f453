import { globSync, readFileSync } from "node:fs";

import { expect } from "chai";

import { emergencySchema } from "#lib/deployment/emergency-schema";

const cases = globSync("docs/templates/playbooks/*.json").sort();

/** What people copy at a quiet hour must be accepted at the next one. */
describe("templates", () => {
  it("have a playbook for each kind of case that went wrong elsewhere", () => {
    expect(cases).to.have.length.at.least(6);
  });

  for (const path of cases) {
    it(`${path} has the form of governance.json, and a document that shows what it does`, () => {
      const entry: unknown = JSON.parse(readFileSync(path, "utf8"));
      const { playbooks } = emergencySchema.parse({ systems: [], playbooks: [entry] });
      for (const { key, document, restrictions, duration } of playbooks) {
        expect(path).to.equal(`docs/templates/playbooks/${key}.json`);
        const text = readFileSync(`docs/templates/${document}`, "utf8");
        for (const { system, mode } of restrictions) expect(text).to.include(`| \`${system}\` | ${mode} |`);
        expect(text).to.include(`For at most ${String(duration / 3600)} hours`);
        expect(text).to.include(`emergency restrict --playbook ${key} `);
        expect(text).to.match(/\[\[/);
      }
    });
  }
});
