import { expect } from "chai";

import { type RpcSender, RpcRefusal } from "#lib/chain/rpc-node";
import { type SeveralNodes, severalNodes } from "#lib/chain/several-nodes";
import { SuiteError } from "#lib/errors/suite-error";
import { refusal } from "#support/refusal";

type Answer = unknown;

const down = new SuiteError({ code: "chain/unreachable", message: "It does not answer.", hint: "Ask another." });
const overloaded = new SuiteError({ code: "chain/overloaded", message: "Too many.", hint: "Wait." });

/** A node whose answers are told beforehand; an error is thrown. The last one is repeated. */
function nodeOf(...answers: readonly Answer[]): RpcSender & { asked: number } {
  const node = {
    asked: 0,
    send: (): Promise<unknown> => {
      const answer = answers[Math.min(node.asked, answers.length - 1)];
      node.asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return node;
}

describe("severalNodes", () => {
  let waited: number[];
  let warned: string[];

  beforeEach(() => {
    [waited, warned] = [[], []];
  });

  function together(...nodes: readonly RpcSender[]): SeveralNodes {
    return severalNodes(
      nodes.map((node, index) => ({ name: `node ${index + 1}`, node })),
      {
        warn: (message) => warned.push(message),
        wait: (milliseconds) => Promise.resolve(waited.push(milliseconds)),
      },
    );
  }

  it("stays with the first that answers, and says when another takes over", async () => {
    const [first, second] = [nodeOf("a", down), nodeOf("b")];
    const node = together(first, second);
    expect(await node.send("eth_chainId", [])).to.equal("a");
    expect(await node.send("eth_chainId", [])).to.equal("b");
    expect(await node.send("eth_chainId", [])).to.equal("b");
    expect([first.asked, second.asked]).to.deep.equal([2, 2]);
    expect(warned).to.deep.equal(["node 2 answers instead of node 1"]);
    expect(waited).to.deep.equal([]);
  });

  it("does not take null for a block from an endpoint that is behind", async () => {
    const block = { number: "0x1" };
    expect(await together(nodeOf(null), nodeOf(block)).send("eth_getBlockByNumber", ["0x1", false])).to.equal(block);
    expect(await together(nodeOf(null), nodeOf(down)).send("eth_getBlockByNumber", ["0x1", false])).to.equal(null);
    expect(await together(nodeOf(null), nodeOf("b")).send("eth_getStorageAt", [])).to.equal(null);
  });

  it("waits ever longer for endpoints that answered before, and gives up in the end", async () => {
    const node = together(nodeOf("a", down, down, down, "b"));
    await node.send("eth_chainId", []);
    expect(await node.send("eth_chainId", [])).to.equal("b");
    expect(waited).to.deep.equal([500, 1_000, 2_000]);
    waited.length = 0;
    const gone = together(nodeOf("a", down));
    await gone.send("eth_chainId", []);
    expect(await refusal(gone.send("eth_chainId", []))).to.equal(down);
    expect(waited).to.deep.equal([500, 1_000, 2_000, 4_000, 8_000]);
  });

  it("does not wait at an address where nobody ever answered", async () => {
    expect(await refusal(together(nodeOf(down)).send("eth_chainId", []))).to.equal(down);
    expect(waited).to.deep.equal([]);
  });

  it("asks every endpoint before it passes on a refusal, which no wait would change", async () => {
    const refused = new RpcRefusal("eth_getProof", { code: -32_601, message: "no such method" });
    const second = nodeOf(refused);
    expect(await refusal(together(nodeOf(refused), second).send("eth_getProof", []))).to.equal(refused);
    expect(second.asked).to.equal(1);
    expect(await together(nodeOf(refused), nodeOf("b")).send("eth_getProof", [])).to.equal("b");
    expect(waited).to.deep.equal([]);
  });

  it("does not wait where only a smaller question helps", async () => {
    const error = { code: -32_005, message: "query returned more than 10000 results" };
    const refused = new RpcRefusal("eth_getLogs", error);
    const node = together(nodeOf("a", refused));
    await node.send("eth_chainId", []);
    expect(await refusal(node.send("eth_getLogs", []))).to.equal(refused);
    expect(waited).to.deep.equal([]);
  });

  it("asks no more whom somebody set aside, but never sets the last aside", async () => {
    const [first, second, third] = [nodeOf("a"), nodeOf("b", down), nodeOf("c")];
    const node = together(first, second, third);
    expect(await node.send("eth_chainId", [])).to.equal("a");
    expect(node.setAside()).to.equal("node 1");
    expect(await node.send("eth_chainId", [])).to.equal("b");
    expect(await node.send("eth_chainId", [])).to.equal("c");
    expect(node.setAside()).to.equal("node 3");
    expect(node.setAside()).to.equal(undefined);
    expect(await refusal(node.send("eth_getProof", []))).to.equal(down);
    expect([first.asked, third.asked]).to.deep.equal([1, 1]);
  });

  it("sends half as many requests at once when there were too many", async () => {
    let running = 0;
    let most = 0;
    let limit = 100;
    const node = together({
      send: async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        if (running >= limit) throw overloaded;
        return "a";
      },
    });
    const burst = (): Promise<unknown[]> =>
      Promise.all(Array.from({ length: 60 }, () => node.send("eth_getBlockByNumber", [])));
    await burst();
    expect(most).to.equal(16);
    limit = 4;
    await burst();
    expect(waited.length).to.be.greaterThan(0);
    [limit, most] = [100, 0];
    await burst();
    expect(most).to.be.lessThan(16);
    for (let round = 0; round < 20; round += 1) await burst();
    expect(most).to.equal(16);
  });
});
