import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { keccak256 } from "ethers";

import { ExitCode } from "#lib/errors/exit-code";
import { captureTask } from "#support/captured-task";
import { BridgeCountry } from "#support/bridge-country";
import { fillDocuments } from "#support/dossier-kit";
import type { EmergencyCountry } from "#support/emergency-country";

const DAY = 86_400;

interface DossierText {
  readonly calls: readonly unknown[];
  readonly rollback: readonly unknown[];
}

/** A loosening from its idea to its end, and everything that stands in its way, by the tasks that people use. */
describe("a bridge, driven by tasks", function () {
  this.timeout(600_000);

  let bridge: BridgeCountry;
  let country: EmergencyCountry;
  let reason: string;
  let change: { readonly path: string; readonly id: string };
  let snapshot: string;

  before(async () => {
    bridge = await BridgeCountry.start();
    ({ country } = bridge);
    await bridge.convert();
    reason = country.write("reason.md", "The private rail credits late.\n");
  });

  it("shows one screen, and the same as one document", async () => {
    const status = await country.answers("bridge show");
    expect(status).to.have.nested.property("rail.mode", "NORMAL");
    expect(status).to.have.nested.property("token.symbol");
    expect(status).to.have.nested.property("metrics.position.owed", "0");
    expect(status["pending"]).to.deep.equal([]);
    const limits = status["limits"] as { direction: string; counterparty: string | null; used: string }[];
    expect(limits.map(({ counterparty }) => counterparty).slice(0, 2)).to.deep.equal([null, null]);
    expect(limits[0]).to.have.property("capacity", "500000000");
  });

  it("takes a snapshot whose digest is that of its file, byte for byte", async () => {
    const answer = await country.answers("monitor snapshot", { confirmations: "0" });
    expect(keccak256(readFileSync(String(answer["file"])))).to.equal(answer["digest"]);
    expect(answer).to.have.nested.property("snapshot.failures.Out.BeneficiaryRejected", "1");
  });

  it("takes one of a confirmed block when none is named", async () => {
    const answer = await country.answers("monitor snapshot");
    expect(answer).to.have.nested.property("snapshot.block.number", Number(await country.blockNumber()) - 5);
  });

  it("refuses to loosen by more than a step, and names the limit", async () => {
    const given = { parameter: "OutCapacity", value: "6250000.01" };
    const { error } = await country.answers("bridge loosen", given, ExitCode.refused);
    expect(error).to.deep.include({ code: "refused/step-too-large" });
    expect(error).to.have.property("hint").that.contains("6,250,000.00");
  });

  it("refuses what is no loosening, and what is out of bounds", async () => {
    await country.refuses("bridge loosen", { parameter: "OutCapacity", value: "5000000" }, "refused/not-looser");
    await country.refuses("bridge loosen", { parameter: "OutWindow", value: "25h" }, "refused/not-looser");
    await country.refuses("bridge loosen", { parameter: "OutWindow", value: "59m" }, "refused/value-out-of-bounds");
    await country.refuses(
      "bridge loosen",
      { parameter: "OutCapacity", toBaseline: true },
      "refused/already-at-baseline",
    );
    const stranger = { counterparty: country.operator("AUDITOR"), value: "1" };
    await country.refuses("bridge loosen", { parameter: "OutCapacity", ...stranger }, "refused/parameter-unset");
    await country.refuses(
      "bridge loosen",
      { parameter: "ConversionMaximum", ...stranger },
      "refused/counterparty-not-allowed",
    );
  });

  it("scaffolds nothing in a dry run", async () => {
    const given = { parameter: "OutCapacity", value: "6250000", dryRun: true };
    expect(await country.answers("bridge loosen", given)).to.have.property("outcome", "dry-run");
    expect(bridge.files("changes")).to.deep.equal([]);
  });

  it("scaffolds a whole change, with what it was decided on and the way back", async () => {
    await bridge.traffic.observe();
    change = await bridge.queue({ parameter: "OutCapacity", value: "6250000.00" });
    const file = JSON.parse(readFileSync(join(change.path, "change.json"), "utf8")) as DossierText;
    expect(file).to.deep.include({ class: "BridgeParameter", irreversible: false });
    expect(file.calls[0])
      .to.have.property("args")
      .that.deep.equals(["0", "0x0000000000000000000000000000000000000000", "500000000", "1", "625000000"]);
    expect(file.rollback[0]).to.have.property("function").that.contains("retract");
    expect(await country.answers("change show", { change: change.path })).to.have.property("acknowledgement", null);
  });

  it("says in time that monitoring has not looked", async () => {
    await country.passTime(2 * DAY + 1);
    await bridge.traffic.observe();
    const given = { deployment: country.folder, change: change.path };
    const { exitCode, stdout, stderr } = await captureTask(["change", "execute"], given);
    expect(exitCode).to.equal(ExitCode.refused);
    expect(JSON.parse(stdout)).to.have.nested.property("error.code", "refused/acknowledgement-missing");
    expect(stderr).to.contain("AcknowledgementMissing").and.to.contain("npx hardhat change acknowledge");
  });

  it("shows what stands in the way of a pending change", async () => {
    const { pending } = await country.answers("bridge show");
    expect(pending).to.have.nested.property("0.hindrances.0.error", "AcknowledgementMissing");
    expect(pending).to.have.nested.property("0.stale", false);
  });

  it("acknowledges nothing in a dry run", async () => {
    snapshot = await bridge.snapshot();
    const given = { change: change.path, snapshot, dryRun: true };
    expect(await country.answers("change acknowledge", given)).to.have.property("outcome", "dry-run");
    expect(bridge.files(change.path, "acknowledgements")).to.deep.equal([]);
  });

  it("refuses a snapshot of which one digit was altered, naming the field and both values", async () => {
    const altered = country.write(
      "altered.json",
      readFileSync(snapshot, "utf8").replace('"released":"3000"', '"released":"3001"'),
    );
    const { error } = await country.answers(
      "change acknowledge",
      { change: change.path, snapshot: altered },
      ExitCode.conflict,
    );
    expect(error).to.have.property("code", "conflict/snapshot-differs");
    expect(error)
      .to.have.property("details")
      .that.deep.includes({ field: "position.released", file: '"3001"', chain: '"3000"' });
  });

  it("refuses a snapshot of another bridge, and one that nobody can digest alike", async () => {
    const text = readFileSync(snapshot, "utf8");
    const elsewhere = country.write("elsewhere.json", text.replace('"chainId":31337', '"chainId":31338'));
    await country.refuses(
      "change acknowledge",
      { change: change.path, snapshot: elsewhere },
      "conflict/snapshot-scope",
      ExitCode.conflict,
    );
    const spaced = country.write("spaced.json", `${text}\n`);
    await country.refuses(
      "change acknowledge",
      { change: change.path, snapshot: spaced },
      "input/snapshot",
      ExitCode.badInput,
    );
  });

  it("acknowledges once, and keeps the snapshot where signers find it", async () => {
    const before = await country.answers("change acknowledge", { change: change.path, snapshot });
    expect(before).to.have.property("outcome", "done");
    expect(readFileSync(String(before["kept"]))).to.deep.equal(readFileSync(snapshot));
    const again = await country.answers("change acknowledge", { change: change.id, snapshot });
    expect(again).to.deep.include({ outcome: "already-done", transactionHash: before["transactionHash"] });
    const shown = await country.answers("change show", { change: change.id });
    expect(shown).to.have.nested.property("acknowledgement.metricsDigest", before["metricsDigest"]);
  });

  it("recomputes for a signer what was acknowledged", async () => {
    const { acknowledgements } = await country.answers("change verify", { change: change.path });
    expect(acknowledgements).to.have.lengthOf(1);
    const [kept = ""] = bridge.files(change.path, "acknowledgements");
    const path = join(change.path, "acknowledgements", kept);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"admitted":"3000"', '"admitted":"3010"'));
    const { error } = await country.answers("change verify", { change: change.path }, ExitCode.conflict);
    expect(error).to.have.property("code", "conflict/snapshot-differs");
    expect(error)
      .to.have.property("message")
      .that.contains('position.admitted is "3010" there and "3000" on the chain');
    writeFileSync(path, text);
  });

  it("says when monitoring's word has grown old, and refuses a snapshot that has", async () => {
    await country.passTime(DAY + 1);
    await bridge.traffic.observe();
    const { changes } = await country.answers("change list");
    expect(changes).to.have.nested.property("0.acknowledgement").that.contains("STALE");
    await country.refuses("change execute", { change: change.path }, "refused/acknowledgement-stale");
    await bridge.mine(256);
    await country.refuses("change acknowledge", { change: change.path, snapshot }, "refused/unknown-block");
  });

  it("executes on a fresh word, and shows the new limit", async () => {
    await bridge.traffic.observe();
    snapshot = await bridge.snapshot();
    await country.answers("change acknowledge", { change: change.path, snapshot });
    expect(await country.answers("change execute", { change: change.path })).to.have.property("outcome", "executed");
    const { parameters } = await country.answers("bridge show");
    expect(parameters).to.have.nested.property("0.value", "625000000");
    expect(parameters).to.have.nested.property("0.last.cause", change.id);
    await country.refuses("bridge loosen", { parameter: "OutWindow", value: "18h" }, "refused/loosened-recently");
  });

  it("acknowledges only what needs it and waits for it", async () => {
    await country.refuses(
      "change acknowledge",
      { change: change.path, snapshot: await bridge.snapshot() },
      "refused/unexpected-status",
    );
    await country.refuses("change object", { change: change.path, reason }, "refused/unexpected-status");
  });

  it("tightens with one Safe transaction, and says which change that voids", async () => {
    change = await bridge.queue({ parameter: "ConversionMaximum", value: "625000" });
    const given = { parameter: "ConversionMaximum", value: "400000.00", reason };
    const dry = await country.answers("bridge tighten", { ...given, dryRun: true });
    expect(dry).to.deep.include({ outcome: "dry-run", voids: [change.id] });
    expect(bridge.files("bridge")).to.deep.equal([]);
    const { file } = await country.answers("bridge tighten", given);
    const verified = await country.answers("emergency verify", { file });
    expect(verified).to.have.property("act").that.contains("tighten ConversionMaximum to 400,000.00");
    await country.throughSafe(file, "emergency");
    const { pending } = await country.answers("bridge show");
    expect(pending).to.have.nested.property("0.stale", true);
    await country.refuses("bridge tighten", { ...given, value: "400000" }, "refused/not-tighter");
  });

  it("names a monitor who acknowledged other numbers than the chain's", async () => {
    await bridge.acknowledgeBlindly(change.id);
    const { error } = await country.answers("change verify", { change: change.path }, ExitCode.conflict);
    expect(error).to.have.property("code", "conflict/acknowledged-digest");
  });

  it("asks nothing of monitoring where the policy does not", async () => {
    const cadence = (seconds: number): string =>
      `OperationsLog.setReleaseCadence(0x${"11".repeat(32)}, ${String(seconds)})`;
    const calls = { call: cadence(86_400), rollbackCall: cadence(3600) };
    const { path } = await country.answers("change new", { class: "ConfigOnly", title: "T", release: "1", ...calls });
    fillDocuments(String(path));
    await country.answers("change check", { dossier: path });
    await country.answers("change propose", { dossier: path });
    await country.refuses("change acknowledge", { change: path, snapshot }, "refused/acknowledgement-not-asked");
    await country.refuses("change object", { change: path, reason }, "refused/acknowledgement-not-asked");
  });

  it("kills a change by monitoring's objection, once", async () => {
    expect(await country.answers("change object", { change: change.id, reason, dryRun: true })).to.have.property(
      "outcome",
      "dry-run",
    );
    expect(await country.answers("change object", { change: change.id, reason })).to.have.property("outcome", "done");
    expect(await country.answers("change object", { change: change.id, reason })).to.have.property(
      "outcome",
      "already-done",
    );
    expect(await country.answers("change show", { change: change.id })).to.have.property("status", "Objected");
  });

  it("goes back to what was approved in one change", async () => {
    const answer = await country.answers("bridge loosen", {
      parameter: "ConversionMaximum",
      toBaseline: true,
      dryRun: true,
    });
    expect(answer).to.deep.include({ from: "40000000", to: "50000000" });
  });
});
