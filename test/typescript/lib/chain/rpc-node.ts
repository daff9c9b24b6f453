import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { RpcRefusal, rpcNode } from "#lib/chain/rpc-node";
import { expectCode } from "#support/expect-code";
import { refusal } from "#support/refusal";

describe("rpcNode", () => {
  let server: Server;
  let url: string;
  let status: number;
  let body: string;

  before(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(status).end(body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  async function refused(): Promise<RpcRefusal> {
    const error = await refusal(rpcNode(url).send("eth_getLogs", []));
    if (!(error instanceof RpcRefusal)) throw error;
    return error;
  }

  it("knows answers that are too large for a node, however it says so", async () => {
    status = 200;
    for (const error of [
      { code: -32_005, message: "query returned more than 10000 results" },
      { code: -32_003, message: "response too large" },
      { code: -32_008, message: "Response is too big" },
      { code: -32_602, message: "Log response size exceeded." },
      { code: -32_000, message: "Requested range exceeds maximum range limit" },
      { code: -32_602, message: "query exceeds max block range 100000" },
      { code: -32_602, message: "query exceeds max results 20000" },
    ]) {
      body = JSON.stringify({ error });
      expect((await refused()).tooLarge, error.message).to.equal(true);
    }
    [status, body] = [413, "<html>Content Too Large</html>"];
    expect((await refused()).tooLarge).to.equal(true);
  });

  it("does not take other refusals for those", async () => {
    status = 200;
    for (const error of [
      { code: -32_005, message: "daily request count exceeded, request rate limited" },
      { code: -32_005, message: "limit exceeded" },
      { code: -32_601, message: "the method eth_getProof does not exist/is not available" },
      { code: -32_000, message: "missing trie node" },
    ]) {
      body = JSON.stringify({ error });
      expect((await refused()).tooLarge, error.message).to.equal(false);
    }
  });

  it("says when an endpoint asks to wait, or is no node", async () => {
    for (const code of [429, 503]) {
      [status, body] = [code, "later"];
      await expectCode(rpcNode(url).send("eth_chainId", []), "chain/overloaded");
    }
    [status, body] = [200, "<html>"];
    await expectCode(rpcNode(url).send("eth_chainId", []), "chain/unreachable");
  });
});
