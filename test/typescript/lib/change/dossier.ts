import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { ZeroHash, keccak256 } from "ethers";

import { encodeCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { artifactDigests } from "#lib/change/artifacts";
import { assembleChange } from "#lib/change/assemble";
import { changeId } from "#lib/change/change";
import {
  documents,
  listDossiers,
  nextDossierPath,
  openDossier,
  writeChangeFile,
  type ChangeFile,
} from "#lib/change/dossier";

import { expectCode } from "#support/expect-code";
import { anAddress, paperRecord } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

const record = paperRecord();

describe("a dossier", () => {
  it("gives the same change for the same folder, and another id for any other word", () => {
    const { folder, path } = aDossier();
    const first = assembleChange(openDossier(folder, path), record);
    expect(assembleChange(openDossier(folder, "001-test"), record).id).to.equal(first.id);
    expect(first.id).to.equal(changeId(first.context, first.change));
    for (const alter of [
      { version: "2" },
      { salt: `0x${"01".repeat(32)}` },
      { class: "RoutineUpgrade" as const },
      { proposer: anAddress(8) },
    ]) {
      writeChangeFile(path, { ...changeFile(), ...alter });
      expect(assembleChange(openDossier(folder, path), record).id).to.not.equal(first.id);
    }
  });

  it("has digests of its documents' very bytes", () => {
    const { path } = aDossier();
    const digests = artifactDigests(path);
    for (const [artifact, name] of Object.entries(documents)) {
      expect(digests[artifact as keyof typeof digests]).to.equal(keccak256(readFileSync(join(path, name))));
    }
  });

  for (const [artifact, name] of Object.entries(documents)) {
    it(`does not exist without ${name}`, async () => {
      const { folder, path } = aDossier();
      rmSync(join(path, name));
      const missing = await expectCode(
        () => assembleChange(openDossier(folder, path), record),
        "refused/artifact-missing",
      );
      expect(missing.details["artifact"]).to.equal(artifact);
      writeFileSync(join(path, name), " \n");
      await expectCode(() => assembleChange(openDossier(folder, path), record), "refused/artifact-missing");
      writeFileSync(join(path, name), "# Title\n\n[[To be written.]]\n");
      await expectCode(() => assembleChange(openDossier(folder, path), record), "refused/artifact-unfilled");
    });
  }

  it("is refused when its words and its bytes differ", async () => {
    const { folder, path } = aDossier();
    const file = changeFile();
    const [call] = file.calls;
    if (call === undefined) throw new Error("A call is needed.");
    for (const altered of [
      { ...call, args: [ZeroHash, "1"] },
      { ...call, resolved: { ...call.resolved, target: anAddress(3) } },
      { ...call, resolved: { ...call.resolved, data: `${call.resolved.data}00` } },
    ]) {
      writeChangeFile(path, { ...file, calls: [altered] });
      await expectCode(() => assembleChange(openDossier(folder, path), record), "conflict/call-bytes");
    }
  });

  it("is refused on another chain and for another ChangeManager", async () => {
    const { folder, path } = aDossier();
    writeChangeFile(path, { ...changeFile(), chainId: 1 });
    await expectCode(() => assembleChange(openDossier(folder, path), record), "conflict/chain-id");
    writeChangeFile(path, { ...changeFile(), changeManager: anAddress(9) });
    await expectCode(() => assembleChange(openDossier(folder, path), record), "conflict/change-manager");
  });

  it("says in one sentence what is wrong with its file", async () => {
    const { folder, path } = aDossier();
    const file = join(path, "change.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.slice(0, 50));
    await expectCode(() => openDossier(folder, path), "input/not-json");
    writeFileSync(file, text.replace("ConfigOnly", "Anything"));
    await expectCode(() => openDossier(folder, path), "input/schema");
    await expectCode(() => openDossier(folder, "no-such-dossier"), "input/no-dossier");
  });

  it("gets the next number, also after gaps", () => {
    const folder = temporaryFolder();
    expect(listDossiers(folder)).to.deep.equal([]);
    mkdirSync(join(folder, "changes/007-seven"), { recursive: true });
    expect(nextDossierPath(folder, "  Größe & Höhe!")).to.equal(join(folder, "changes/008-gro-e-ho-he"));
  });
});

function aDossier(): { readonly folder: string; readonly path: string } {
  const folder = temporaryFolder();
  const path = join(folder, "changes/001-test");
  writeChangeFile(path, changeFile());
  for (const name of Object.values(documents)) writeFileSync(join(path, name), `The ${name} of a test.\n`);
  return { folder, path };
}

function changeFile(): ChangeFile {
  const written = {
    target: "OperationsLog",
    function: "setReleaseCadence(bytes32,uint32)",
    args: [ZeroHash, "86400"],
    value: "0",
  };
  const { target, data } = encodeCall(written, new AddressBook(record));
  return {
    schema: "sign.change.v1",
    chainId: record.chainId,
    changeManager: record.contracts.ChangeManager.address,
    proposer: anAddress(7),
    title: "Test",
    class: "ConfigOnly",
    irreversible: true,
    calls: [{ ...written, resolved: { target, data } }],
    rollback: [],
    pins: [],
    incident: ZeroHash,
    salt: ZeroHash,
    version: "1",
    uri: "",
  };
}
