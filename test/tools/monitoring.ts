import { expect } from "chai";
import { id } from "ethers";

import { failureReasons } from "#lib/bridge/gateway-words";
import { requestOut } from "#lib/demo/bridge-case";
import { relay } from "#lib/demo/bridge-relay";
import { accreditOffices } from "#lib/demo/accreditation-scenes";
import { convertIn, convertOut, failAndRefund, registerOperatorKeys } from "#lib/demo/bridge-scenes";
import { issueCredentials, verifyAndRevoke } from "#lib/demo/credential-scenes";
import { overrideAndUse, restrictByPlaybook } from "#lib/demo/emergency-scenes";
import { reportIncident } from "#lib/demo/incident-scenes";
import { ExitCode } from "#lib/errors/exit-code";
import { dashboards } from "#lib/monitor/dashboards";
import { startBadLine } from "#support/bad-line";
import { Exporter, seriesNamed, type Exposition } from "#support/exporter";
import { distribute } from "#support/distribution-story";
import { startFrontNode, type FrontNode } from "#support/front-node";
import { documentChange, propose } from "#support/governed-changes";
import { MonitoredCountry } from "#support/monitored-country";
import { PROGRAM } from "#support/program-country";
import { eventually, WatchTower, type Alert } from "#support/prometheus";
import { startStubEndpoint, type StubEndpoint } from "#support/stub-endpoint";

const DAY = 86_400;
const YEAR = 365 * DAY;

/** A real exporter beside two real nodes. One country for all: its deployment takes longer than everything else. */
describe("monitor serve", () => {
  let country: MonitoredCountry;
  let exporter: Exporter;
  let api: StubEndpoint;
  let front: FrontNode;

  /** @param url Of the public rail's node. */
  const watch = (url?: string): void => {
    const absent = { name: "absent-api", url: "http://127.0.0.1:1/" };
    country.watch([{ name: "registry-api", url: api.url }, absent], [{ name: "front", url: front.url }], url);
  };

  before(async () => {
    country = await MonitoredCountry.start();
    api = await startStubEndpoint();
    front = await startFrontNode(country.privateNode.url, 3);
    watch();
    const { stage } = country;
    await stage.waitUntil((await stage.now()) + 2 * DAY);
    exporter = await Exporter.start(country.folder);
  });

  after(async () => {
    await exporter.kill();
    await Promise.all([country.stop(), api.close(), front.close()]);
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

  it("counts the same over a line that spoils 30 % of its replies, and says how often it asked again", async () => {
    const line = await startBadLine(country.anvil.url, "drought");
    try {
      await exporter.kill();
      watch(line.url);
      exporter = await Exporter.start(country.folder);
      for (let turn = 0; turn < 3; ++turn) await country.verify(`over a bad line ${String(turn)}`);
      const metrics = await equalsTheChain();
      expect(metrics.get("sign_exporter_repeated_requests_total")).to.be.greaterThan(0);
      expect(await (await exporter.get("/")).text()).not.to.contain(line.secret);
    } finally {
      await exporter.kill();
      await line.close();
      watch();
      exporter = await Exporter.start(country.folder);
      await exporter.counted(await country.height());
    }
  });

  it("answers from memory, says whether that is fresh, and shows no address of a node", async () => {
    const health = await exporter.get("/healthz");
    expect([health.status, ((await health.json()) as { ok: boolean }).ok]).to.deep.equal([200, true]);
    const page = await (await exporter.get("/")).text();
    expect(page).to.contain("fresh").and.to.contain("BridgeGateway");
    expect(page).not.to.contain(`:${new URL(country.anvil.url).port}`);
    expect((await exporter.get("/elsewhere")).status).to.equal(404);
    expect((await fetch(exporter.url, { method: "POST" })).status).to.equal(405);
  });

  describe("seen by Prometheus", () => {
    let tower: WatchTower;
    let receiver: StubEndpoint;

    before(async () => {
      receiver = await startStubEndpoint();
      tower = await WatchTower.start(new URL(exporter.url).host, receiver.url);
      await eventually(async () => (await tower.query("sign_bridge_failures_total")).length > 0, "nothing was scraped");
    });

    after(async () => {
      await tower.stop();
      await receiver.close();
    });

    /** Waits for an alert, which must come within two scrapes of what it is about. */
    const fires = async (name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> => {
      let found: Alert | undefined;
      await eventually(async () => {
        const firing = (await tower.alerts()).filter(({ state }) => state === "firing");
        found = firing.find(
          (alert) =>
            alert.labels["alertname"] === name &&
            Object.entries(labels).every(([label, value]) => alert.labels[label] === value),
        );
        return found !== undefined;
      }, `${name} does not fire`);
      if (found !== undefined) expect(await tower.scrapesUntil(found), `${name}: scrapes`).to.be.within(1, 2);
    };

    it("raises an alert when a system is restricted", async () => {
      const { stage } = country;
      await reportIncident(stage);
      await restrictByPlaybook(stage);
      await fires("SystemRestricted", { system: "credential-office", mode: "HALTED", severity: "SEV2" });
      await fires("IncidentOpen", { severity: "SEV1" });
    });

    it("raises an alert when a conversion fails", async () => {
      const { stage } = country;
      const conversion = await requestOut(stage, 1_234_500n);
      await stage.privateRail.refuse(conversion, failureReasons.indexOf("ComplianceRejected"), id("refused"));
      await relay(stage, stage.privateRail);
      await fires("BridgeConversionFailed", { direction: "Out", reason: "ComplianceRejected" });
    });

    it("has data for every panel of every dashboard, and for every alert", async () => {
      const { stage } = country;
      await verifyAndRevoke(stage);
      await country.verify("Rehearsal: a credential that nobody applied for, and its salt");
      await overrideAndUse(stage);
      await propose(country.suite, documentChange("waits"));
      await equalsTheChain();
      const panels = dashboards.flatMap(({ title, panels: all }) =>
        all.flatMap((panel) => panel.queries.map(([expr]) => ({ name: `${title}: ${panel.title}`, expr }))),
      );
      // With its comparisons turned into zero or one, an alert answers for every series that it looks at.
      const alerts = (await tower.rules()).map(({ name, query }) => ({
        name,
        expr: query.replaceAll(/ (==|<=|>=|<|>) /g, " $1 bool "),
      }));
      expect(alerts).to.have.lengthOf.above(40);
      for (const { name, expr } of [...panels, ...alerts]) {
        await eventually(
          async () => (await tower.query(expr)).some(({ value }) => Number.isFinite(Number(value[1]))),
          `no data for ${name}: ${expr}`,
        );
      }
    });

    it("has the numbers of the chain", async () => {
      const chain = await country.countedOnChain();
      for (const [count, expr] of [
        ["issued", "sum(sign_credentials_issued_total)"],
        ["verified", "sum(sign_verifications_total)"],
        ["authorised", 'sum(sign_distribution_amount_total{outcome="authorised"})'],
        ["settled", 'sum(sign_distribution_amount_total{outcome="settled"})'],
        ["outConversions", 'sum(sign_bridge_conversions_total{direction="Out", outcome="admitted"})'],
        ["failures", "sum(sign_bridge_failures_total)"],
      ] as const) {
        await eventually(
          async () => {
            const [sample] = await tower.query(expr);
            return Number(sample?.value[1]) === chain[count];
          },
          `${expr} is not ${String(chain[count])}`,
        );
      }
    });

    it("raises an alert when a node stops, and when a key falls due", async () => {
      await front.close();
      await fires("NodeDown", { rail: "private", node: "front" });
      await country.stage.waitUntil((await country.stage.now()) + YEAR / 2);
      await fires("KeyDue", { category: "issuer" });
      await fires("ReviewDue");
    });

    it("has alerts routed by their severity, each with its runbook", async () => {
      const told = (): { path: string; name: string; severity: string; runbook: string }[] =>
        receiver.posted.flatMap(({ path, body }) =>
          (JSON.parse(body) as { alerts: Pick<Alert, "labels" | "annotations">[] }).alerts.map((alert) => ({
            path,
            name: alert.labels["alertname"] ?? "",
            severity: alert.labels["severity"] ?? "",
            runbook: alert.annotations["runbook"] ?? "",
          })),
        );
      for (const [path, name] of [
        ["/sev1", "IncidentOpen"],
        ["/sev2", "SystemRestricted"],
        ["/sev2", "KeyDue"],
        ["/sev3", "BridgeConversionFailed"],
        ["/sev3", "NodeDown"],
        ["/sev4", "ReviewDue"],
      ] as const) {
        await eventually(
          () => told().some((alert) => alert.path === path && alert.name === name),
          `${path} is not told of ${name}`,
        );
      }
      for (const { path, name, severity, runbook } of told()) {
        expect(path, name).to.equal(`/${severity.toLowerCase()}`);
        expect(runbook).to.equal(`docs/runbooks/${name}.md`);
      }
    });
  });

  describe("told to stop", () => {
    it("ends well", async () => {
      expect(await exporter.stop()).to.equal(ExitCode.ok);
    });
  });
});
