import { expect } from "chai";

import { accreditOffices } from "#lib/demo/accreditation-scenes";
import { convertIn, convertOut, failAndRefund, registerOperatorKeys } from "#lib/demo/bridge-scenes";
import { issueCredentials, verifyAndRevoke } from "#lib/demo/credential-scenes";
import { restrictByPlaybook } from "#lib/demo/emergency-scenes";
import { reportIncident } from "#lib/demo/incident-scenes";
import { ExitCode } from "#lib/errors/exit-code";
import { Exporter, seriesNamed, type Exposition } from "#support/exporter";
import { distribute, PROGRAM } from "#support/distribution-story";
import { MonitoredCountry } from "#support/monitored-country";
import { startStubEndpoint, type StubEndpoint } from "#support/stub-endpoint";

const DAY = 86_400;

/** A real exporter beside two real nodes. One country for all: its deployment takes longer than everything else. */
describe("monitor serve", () => {
  let country: MonitoredCountry;
  let exporter: Exporter;
  let api: StubEndpoint;

  before(async () => {
    country = await MonitoredCountry.start();
    api = await startStubEndpoint();
    country.watch([
      { name: "registry-api", url: api.url },
      { name: "absent-api", url: "http://127.0.0.1:1/" },
    ]);
    const { stage } = country;
    await stage.waitUntil((await stage.now()) + 2 * DAY);
    exporter = await Exporter.start(country.folder);
  });

  after(async () => {
    await exporter.kill();
    await Promise.all([country.stop(), api.close()]);
  });

  /** Every counter is what a node serves and what the contracts themselves have counted. */
  const equalsTheChain = async (): Promise<Exposition> => {
    const metrics = await exporter.counted(await country.height());
    expect(seriesNamed(metrics, "sign_evidence_events_total")).to.deep.equal(await country.eventsOnChain());
    const sum = (name: string, ...parts: readonly string[]): number =>
      [...metrics]
        .filter(([key]) => key.startsWith(`${name}{`) && parts.every((part) => key.includes(part)))
        .reduce((total, [, value]) => total + value, 0);
    expect({
      issued: sum("sign_credentials_issued_total"),
      revoked: sum("sign_credentials_revoked_total"),
      verified: sum("sign_verifications_total"),
      accepted: sum("sign_verifications_total", 'outcome="accepted"'),
      outConversions: sum("sign_bridge_conversions_total", 'direction="Out"', 'outcome="admitted"'),
      inConversions: sum("sign_bridge_conversions_total", 'direction="In"', 'outcome="settled"'),
      failures: sum("sign_bridge_failures_total"),
      batches: sum("sign_distribution_batches_total", 'outcome="authorised"'),
      rows: sum("sign_distribution_rows_total", 'outcome="authorised"'),
      authorised: sum("sign_distribution_amount_total", 'outcome="authorised"'),
      settled: sum("sign_distribution_amount_total", 'outcome="settled"'),
    }).to.deep.equal(await country.countedOnChain());
    return metrics;
  };

  it("counts what happens, and names who did it", async () => {
    const { stage } = country;
    for (const act of [registerOperatorKeys, accreditOffices, issueCredentials]) await act(stage);
    for (const act of [convertOut, convertIn, failAndRefund]) await act(stage);
    await distribute(country.suite);
    const metrics = await equalsTheChain();
    expect(seriesNamed(metrics, "sign_bridge_failures_total")).to.deep.equal({
      'sign_bridge_failures_total{direction="Out",reason="BeneficiaryRejected"}': 1,
    });
    const issuer = stage.operator("ISSUER");
    expect(metrics.get(`sign_account_info{account="${issuer}",entity="Credential Issuing Office"}`)).to.equal(1);
    const program = `program="${PROGRAM}"`;
    expect(seriesNamed(metrics, "sign_distribution_batches_total")).to.deep.equal({
      [`sign_distribution_batches_total{${program},outcome="submitted"}`]: 3,
      [`sign_distribution_batches_total{${program},outcome="authorised"}`]: 2,
    });
    expect(metrics.get('sign_distribution_exceptions_total{kind="Undelivered"}')).to.equal(1);
    expect(metrics.get(`sign_program_phase{${program},phase="Pilot"}`)).to.equal(1);
    const verifier = `verifier="${stage.operator("VERIFIER")}"`;
    expect(metrics.get(`sign_verifications_total{${verifier},outcome="refused"}`)).to.equal(0);
  });

  it("takes events from the next node when one is down, and says which", async () => {
    const metrics = await exporter.metrics();
    expect(metrics.get('sign_exporter_source_info{node="anvil"}')).to.equal(1);
    expect(metrics.get('sign_node_up{rail="public",kind="public",node="absent"}')).to.equal(0);
    expect(metrics.get('sign_node_up{rail="public",kind="public",node="anvil"}')).to.equal(1);
    expect(metrics.get('sign_node_up{rail="private",kind="private",node="embedded"}')).to.equal(1);
    expect(metrics.get('sign_endpoint_up{endpoint="absent-api"}')).to.equal(0);
  });

  it("shows incidents, restrictions and debts as the contracts have them", async () => {
    const { stage } = country;
    await reportIncident(stage);
    await restrictByPlaybook(stage);
    await verifyAndRevoke(stage);
    await equalsTheChain();
    const metrics = await exporter.until(
      "the restriction",
      (found) => found.get('sign_system_mode{system="credential-office",kind="issuer",mode="HALTED"}') === 1,
    );
    expect(metrics.get('sign_system_mode{system="retail-rail",kind="rail",mode="NORMAL"}')).to.equal(1);
    expect(metrics.get('sign_incidents{severity="SEV1",status="Open"}')).to.equal(1);
    expect(metrics.get('sign_review_debts{state="open"}')).to.equal(1);
    expect(metrics.get('sign_council_quorum{council="governance"}')).to.equal(3);
    expect(metrics.get('sign_council_seats{council="governance",constituency="TECHNICAL"}')).to.equal(3);
  });

  it("is right after ten blocks were replaced", async () => {
    const kept = await country.eventsOnChain();
    for (let turn = 0; turn < 10; ++turn) await country.verify(`replaced ${String(turn)}`);
    await equalsTheChain();
    await country.reorganise(10);
    expect(await country.eventsOnChain()).to.deep.equal(kept);
    const metrics = await exporter.until(
      "the reorganisation",
      (found) => found.get("sign_exporter_reorganisations_total") === 1,
    );
    expect(metrics.get("sign_exporter_reorganised_blocks_total")).to.be.at.least(10);
    await equalsTheChain();
  });

  it("goes on where it stopped after kill -9, though blocks came and others were replaced while it was gone", async () => {
    for (let turn = 0; turn < 10; ++turn) await country.verify(`replaced unseen ${String(turn)}`);
    const before = await equalsTheChain();
    await exporter.kill();
    await country.reorganise(10);
    await country.verify("while nobody watched");
    exporter = await Exporter.start(country.folder);
    expect(exporter.from).to.equal((before.get("sign_exporter_block_number") ?? 0) + 1);
    const metrics = await equalsTheChain();
    expect(metrics.get("sign_exporter_reorganisations_total")).to.equal(1);
  });

  it("answers from memory, says whether that is fresh, and shows no address of a node", async () => {
    const health = await exporter.get("/healthz");
    expect([health.status, ((await health.json()) as { ok: boolean }).ok]).to.deep.equal([200, true]);
    const page = await (await exporter.get("/")).text();
    expect(page).to.contain("fresh").and.to.contain("credential-office: HALTED");
    expect(page).not.to.contain(`:${new URL(country.anvil.url).port}`);
    expect((await exporter.get("/elsewhere")).status).to.equal(404);
    expect((await fetch(exporter.url, { method: "POST" })).status).to.equal(405);
  });

  it("ends well when it is told to", async () => {
    expect(await exporter.stop()).to.equal(ExitCode.ok);
  });
});
