import { expect } from "chai";

import { explainFailure } from "#lib/chain/explain-failure";
import { parseListenAddress } from "#lib/monitor/http-server";
import { createMetrics } from "#lib/monitor/metrics";
import { failureOf } from "#lib/monitor/look";
import { monitoringSchema, suiteRail } from "#lib/monitor/monitoring-config";
import { nodeRpc } from "#lib/monitor/node-rpc";
import { probeEndpoint } from "#lib/monitor/probe-endpoint";
import { probeNode } from "#lib/monitor/probe-node";
import { statusPage } from "#lib/monitor/status-page";
import { isFresh, nodeKey, type Watch } from "#lib/monitor/watch";
import { parseExposition } from "#support/exporter";
import { expectCode } from "#support/expect-code";
import { startStubEndpoint } from "#support/stub-endpoint";
import { startStubNode } from "#support/stub-node";

const SECRET = "s3cret-token";
const NOW = 1_800_000_000;

const config = monitoringSchema.parse({
  schema: "sign.monitoring.v1",
  confirmations: 3,
  rails: [
    { name: "public", kind: "public", chainId: 7, nodes: [{ name: "a", url: `https://node.example/${SECRET}` }] },
    { name: "private", kind: "private", chainId: 8, nodes: [{ name: "b", url: `https://u:${SECRET}@node.example` }] },
  ],
  endpoints: [{ name: "api", url: `https://api.example/?key=${SECRET}` }],
});

describe("monitoring.json", () => {
  it("has a suite's rail by its chain id, or says that it has none", async () => {
    expect(suiteRail(config, 8).name).to.equal("private");
    await expectCode(() => suiteRail(config, 9), "input/rail");
  });

  it("refuses what cannot be watched or told apart", () => {
    const [rail] = config.rails;
    const [node] = rail?.nodes ?? [];
    for (const wrong of [
      { rails: [] },
      { rails: [{ ...rail, nodes: [] }] },
      { rails: [rail, { ...rail, chainId: 9 }] },
      { rails: [rail, { ...rail, name: "other" }] },
      { rails: [{ ...rail, nodes: [node, node] }] },
      { rails: [{ ...rail, nodes: [{ ...node, url: "file:///etc/passwd" }] }] },
      { rails: [{ ...rail, name: 'a"b' }] },
      { endpoints: [...config.endpoints, ...config.endpoints] },
      { confirmations: -1 },
      { pollSeconds: 0 },
      { unknown: true },
    ]) {
      expect(monitoringSchema.safeParse({ ...config, ...wrong }).success, JSON.stringify(wrong)).to.equal(false);
    }
  });
});

describe("where the exporter listens", () => {
  it("is a host and a port", async () => {
    expect(parseListenAddress("127.0.0.1:9464")).to.deep.equal({ host: "127.0.0.1", port: 9464 });
    expect(parseListenAddress("[::1]:0")).to.deep.equal({ host: "::1", port: 0 });
    for (const wrong of ["9464", "127.0.0.1", "127.0.0.1:70000", "::1:9464", "http://127.0.0.1:9464", ":9464"]) {
      await expectCode(() => parseListenAddress(wrong), "input/listen");
    }
  });
});

describe("a probe", () => {
  it("tells what a node knows, and leaves out what it does not know", async () => {
    const known: Readonly<Record<string, unknown>> = {
      eth_chainId: "0x7",
      eth_getBlockByNumber: { number: "0x10", timestamp: "0x20" },
      eth_syncing: { currentBlock: "0x1" },
    };
    const { close, url } = await startStubNode("0x7");
    const refusing = nodeRpc(url, 1);
    const rpc = {
      request: (call: { method: string; params?: unknown[] }) =>
        call.method in known ? Promise.resolve(known[call.method]) : refusing.request(call),
    };
    const block = { number: 16, timestamp: 32 };
    expect(await probeNode(rpc, 7)).to.deep.equal({ latest: block, finalized: block, peers: null, syncing: true });
    await expectCode(probeNode(rpc, 8), "chain/wrong-chain-id");
    await close();
  });

  it("says in words of its own why a node or an endpoint has no answer, and never where it is", async () => {
    const url = `http://127.0.0.1:1/${SECRET}`;
    const error = await expectCode(nodeRpc(url, 1).request({ method: "eth_chainId" }), "chain/unreachable");
    expect(JSON.stringify([error.message, error.details, failureOf(error)])).not.to.contain(SECRET);
    const unforeseen = failureOf(explainFailure(new Error(`cannot parse ${url}`)));
    expect(unforeseen.message).not.to.contain(SECRET);
    const health = await probeEndpoint({ name: "api", url, method: "GET", expect: [200] }, 1);
    expect([health.up, health.code]).to.deep.equal([false, "unreachable"]);
  });

  it("counts an unexpected status as an error", async () => {
    const endpoint = await startStubEndpoint();
    const ask = async (): Promise<unknown> => {
      const { up, code } = await probeEndpoint(
        { name: "api", url: endpoint.url, method: "GET", expect: [200, 204] },
        1,
      );
      return [up, code];
    };
    expect(await ask()).to.deep.equal([true, "200"]);
    endpoint.status = 503;
    expect(await ask()).to.deep.equal([false, "503"]);
    await endpoint.close();
  });
});

const watched = (): Watch => ({
  config,
  follow: { source: "a", head: { number: 9, timestamp: NOW }, lastSuccess: NOW, failing: null, lastFailure: null },
  published: null,
  state: null,
  nodes: new Map(),
  endpoints: new Map(),
});

describe("metrics", () => {
  it("show nothing of what is not known yet: a zero would be an answer", async () => {
    const watch = watched();
    watch.follow = { ...watch.follow, source: null, head: null, lastSuccess: null };
    const metrics = parseExposition(await createMetrics(watch).registry.metrics());
    const shown = [...metrics.keys()].filter((series) => series.startsWith("sign_") && !series.includes("_total"));
    expect(shown).to.deep.equal(["sign_chain_clock_timestamp_seconds", "sign_exporter_failing"]);
  });

  it("carry their unit in their name", async () => {
    const text = await createMetrics(watched()).registry.metrics();
    const types = [...text.matchAll(/^# TYPE (sign_\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => ({ name, type }));
    expect(types.length).to.be.greaterThan(40);
    const counters = types.filter(({ type }) => type === "counter").map(({ name }) => name);
    expect(counters.filter((name) => !name.endsWith("_total"))).to.deep.equal([]);
    const others = types.filter(({ type }) => type !== "counter").map(({ name }) => name);
    expect(others.filter((name) => name.endsWith("_total") || /_(ms|minutes|percent)\b/.test(name))).to.deep.equal([]);
  });
});

describe("the status page", () => {
  it("makes no markup of what others say, and shows no address", () => {
    const watch = watched();
    const lastFailure = { code: "chain/nonsense", message: '<script>alert("1")</script>', at: NOW };
    watch.follow = { ...watch.follow, lastFailure };
    watch.nodes.set(nodeKey("public", "a"), { health: null, lastFailure });
    const page = statusPage(watch, NOW);
    expect(page).to.contain("&lt;script&gt;").and.not.to.contain("<script");
    expect(page).not.to.contain(SECRET).and.not.to.contain("example");
  });

  it("says when it is stale: after five looks without success", () => {
    const watch = watched();
    const patience = 5 * config.pollSeconds + config.timeoutSeconds;
    expect([isFresh(watch, NOW + patience), isFresh(watch, NOW + patience + 1)]).to.deep.equal([true, false]);
    expect(statusPage(watch, NOW + patience + 1)).to.contain("STALE");
  });

  it("says that the last look failed while the numbers are still fresh", () => {
    const watch = watched();
    const failed = "but the last look failed";
    expect(statusPage(watch, NOW)).not.to.contain(failed);
    const lastFailure = { code: "chain/unreachable", message: "The node gave no answer.", at: NOW + 1 };
    watch.follow = { ...watch.follow, lastFailure };
    expect(statusPage(watch, NOW + 1))
      .to.contain(failed)
      .and.not.to.contain("STALE");
  });
});
