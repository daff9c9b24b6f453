import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import {
  endOverrideAct,
  extendAct,
  overrideAct,
  playbookAct,
  refillAct,
  restoreAct,
  restrictAct,
} from "#lib/emergency/acts";
import { decodeAct } from "#lib/emergency/describe-act";
import { configuredPlaybook, playbookCalls, requireDocument } from "#lib/emergency/playbook-change";
import { readEmergencyConfig, readSystems, SystemBook } from "#lib/emergency/systems";
import { parseLabel } from "#lib/input/parse-label";

import { copyDemoCountry } from "#support/emergency-country";
import { expectCode } from "#support/expect-code";
import { demoGovernance } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

const incident = parseLabel("incident-1");
const digest = `0x${"22".repeat(32)}`;

describe("systems by name", () => {
  const book = readSystems(countryFolder());
  const rail = book.resolve("credential-office");

  it("are those of governance.json; an id needs no name, and no file", () => {
    expect(book.all.map(({ name }) => name)).to.deep.equal([
      "identity",
      "credential-office",
      "retail-rail",
      "distribution",
      "child-benefit",
      "commercial-bank",
    ]);
    expect(book.resolve(rail.id.toUpperCase().replace("0X", "0x"))).to.deep.equal(rail);
    const none = readSystems(temporaryFolder());
    expect(none.resolve(rail.id)).to.deep.equal({ id: rail.id, name: rail.id, kind: "unknown" });
  });

  it("are refused when nobody knows them", async () => {
    const error = await expectCode(() => book.resolve("credential-ofice"), "input/unknown-system");
    expect(error.hint).to.include("identity, credential-office, retail-rail");
    await expectCode(() => book.resolve("0x1234"), "input/unknown-system");
    await expectCode(() => new SystemBook([]).resolve(""), "input/unknown-system");
  });

  it("do not depend on the rest of governance.json", () => {
    const folder = temporaryFolder();
    const { emergency } = demoGovernance();
    writeFileSync(join(folder, "governance.json"), JSON.stringify({ emergency, councils: "damaged" }));
    expect(readSystems(folder).all).to.deep.equal(book.all);
  });

  it("say in words what a council signs, from the bytes alone", () => {
    const until = 1_795_230_000;
    const acts = [
      restrictAct({
        restrictions: [{ system: rail, mode: "HALTED" }],
        duration: 3600,
        incident,
        severity: 1,
        reasonDigest: digest,
      }),
      playbookAct(parseLabel("issuer-key-compromise"), incident),
      extendAct({ system: rail, mode: "LIMITED", until, incident, reasonDigest: digest }),
      restoreAct({ system: rail, mode: "NORMAL", reasonDigest: digest }),
      refillAct(rail, digest),
      overrideAct({ system: rail, operation: "SETTLE", until, incident, evidenceDigest: digest }),
      endOverrideAct(rail, "SETTLE", digest),
    ];
    expect(acts.map(({ data }) => decodeAct(data, book)?.text)).to.deep.equal([
      `restrict credential-office to HALTED for at most 1h, SEV1, incident ${incident.id}`,
      `invoke playbook ${parseLabel("issuer-key-compromise").id}, incident ${incident.id}`,
      `hold credential-office in LIMITED until 2026-11-21T03:00:00Z, incident ${incident.id}`,
      "restore credential-office to NORMAL",
      "give the Emergency Council its whole budget on credential-office again",
      `allow SETTLE on credential-office until 2026-11-21T03:00:00Z, incident ${incident.id}`,
      "end the override of SETTLE on credential-office",
    ]);
    expect(acts.map(({ council }) => council)).to.deep.equal([
      ...["emergency", "emergency", "sovereign", "sovereign", "sovereign", "sovereign", "emergency"],
    ]);
    expect(decodeAct(`${acts[0]?.data ?? ""}00`, book), "bytes that the function does not read").to.equal(undefined);
    expect(decodeAct("0x12345678", book)).to.equal(undefined);
  });
});

describe("playbooks of governance.json", () => {
  it("become the calls of a change, with their rollback", () => {
    const folder = countryFolder();
    const { systems, playbooks } = readEmergencyConfig(folder);
    const playbook = configuredPlaybook(playbooks, "issuer-key-compromise");
    const book = new SystemBook(systems);
    const { calls, rollback } = playbookCalls(playbook, book, undefined);
    const key = parseLabel("issuer-key-compromise").id;
    const restrictions = [
      [book.resolve("credential-office").id, 3],
      [book.resolve("identity").id, 1],
    ];
    expect(calls.map(({ args }) => args)).to.deep.equal([[key, [playbook.digest, 86_400, 1, restrictions]]]);
    expect(rollback).to.deep.include({
      target: "EmergencyController",
      value: "0",
      function: "removePlaybook",
      args: [key],
    });

    const former = {
      digest,
      duration: 3600,
      severity: 2,
      restrictions: [{ system: book.resolve("identity"), mode: "HALTED" as const }],
    };
    const replaced = playbookCalls(playbook, book, former);
    expect(replaced.calls).to.deep.equal(calls);
    expect(replaced.rollback.map((call) => [call.function, call.args])).to.deep.equal([
      ["setPlaybook", [key, [digest, 3600, 2, [[book.resolve("identity").id, 3]]]]],
    ]);
  });

  it("are refused when they are unknown, unwritten, unfilled or another document", async () => {
    const folder = countryFolder();
    const { playbooks } = readEmergencyConfig(folder);
    await expectCode(() => configuredPlaybook(playbooks, "none"), "input/unknown-playbook");
    const playbook = { ...configuredPlaybook(playbooks, "issuer-key-compromise"), document: "document.md" };
    const path = join(folder, playbook.document);
    const check = (): void => {
      requireDocument(folder, playbook);
    };
    await expectCode(check, "refused/artifact-missing");
    writeFileSync(path, "[[Who decides.]]");
    await expectCode(check, "refused/artifact-unfilled");
    writeFileSync(path, "Another document.");
    const error = await expectCode(check, "conflict/playbook-digest");
    expect(error.message).to.include(playbook.digest);
  });
});

function countryFolder(): string {
  const folder = temporaryFolder();
  copyDemoCountry(folder);
  return folder;
}
