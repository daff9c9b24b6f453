import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { documentKinds, parseDocumentKind, recorderOf } from "#lib/operations/document-kind";
import { onCallAt, readRoster, rosterSchema, type Roster } from "#lib/operations/roster";
import { parseTime } from "#lib/input/parse-time";

import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

const person = (name: string): object => ({ person: name, contact: `directory:${name}` });
const shift = (from: string, to: string): object => ({
  from: `2026-11-${from}:00:00Z`,
  to: `2026-11-${to}:00:00Z`,
  primary: person("operator-1"),
  secondary: person("operator-2"),
});
const written = {
  schema: "sign.on-call-roster.v1",
  title: "Week 47",
  shifts: [shift("21T00", "21T08"), shift("21T08", "22T08"), shift("23T08", "24T08")],
  escalation: [{ ...person("head-of-operations"), afterMinutes: 15 }],
};

describe("the on-call roster", () => {
  const roster = rosterSchema.parse(written);
  const at = (roster: Roster, time: string): string => onCallAt(roster, parseTime(time)).from;

  it("says whose shift a time belongs to, from its beginning until before its end", () => {
    expect(at(roster, "2026-11-21T07:59:59Z")).to.equal("2026-11-21T00:00:00Z");
    expect(at(roster, "2026-11-21T08:00:00Z")).to.equal("2026-11-21T08:00:00Z");
    expect(at(roster, "2026-11-21T09:00:00+02:00")).to.equal("2026-11-21T00:00:00Z");
  });

  for (const gap of ["2026-11-20T23:59:59Z", "2026-11-22T08:00:00Z", "2026-11-24T08:00:00Z"]) {
    it(`says that nobody is on call at ${gap}, and whom to call`, async () => {
      const error = await expectCode(() => onCallAt(roster, parseTime(gap)), "refused/nobody-on-call");
      expect(error.hint).to.include("directory:head-of-operations");
    });
  }

  const [first, second] = written.shifts;
  for (const [what, bad] of [
    ["shifts that overlap", { shifts: [shift("21T00", "21T09"), second] }],
    ["shifts that are out of order", { shifts: [second, first] }],
    ["a shift that ends before it begins", { shifts: [shift("21T08", "21T08")] }],
    ["one person in both places", { shifts: [{ ...first, secondary: person("operator-1") }] }],
    ["a telephone number", { escalation: [{ person: "x", contact: "+41 44 000 00 00", afterMinutes: 1 }] }],
    ["a name", { escalation: [{ person: "Jane Doe", contact: "directory:x", afterMinutes: 1 }] }],
    ["nobody to escalate to", { escalation: [] }],
    ["no shift", { shifts: [] }],
    ["a time without its zone", { shifts: [{ ...first, from: "2026-11-21T00:00:00" }] }],
    ["a field that nobody reads", { note: "x" }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const path = join(temporaryFolder(), "roster.json");
      writeFileSync(path, JSON.stringify({ ...written, ...bad }));
      await expectCode(() => readRoster(path), "input/schema");
    });
  }

  it("has a template with the right form", () => {
    const template = JSON.parse(readFileSync("docs/templates/operations/on-call.json", "utf8")) as unknown;
    expect(rosterSchema.safeParse(template).success).to.equal(true);
  });
});

describe("kinds of documents", () => {
  it("are those of the contract, in its order", () => {
    const source = readFileSync("contracts/operations/interfaces/IOperationsLog.sol", "utf8");
    const [, body = ""] = /enum DocumentKind \{([^}]*)\}/.exec(source) ?? [];
    expect([...documentKinds]).to.deep.equal(body.split(",").map((name) => name.trim()));
  });

  it("are put in force by operators, but legal approvals by the programme authority", async () => {
    expect(recorderOf(parseDocumentKind("on-call-roster"))).to.equal(8n);
    expect(recorderOf(parseDocumentKind("LEGAL_APPROVAL"))).to.equal(7n);
    await expectCode(() => parseDocumentKind("memo"), "input/kind-of-document");
  });
});
