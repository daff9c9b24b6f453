import { expect } from "chai";
import hre from "hardhat";

import { ethersProvider, type RequestProvider } from "#lib/chain/connection";
import { patientProvider, type Clock, type PatientProvider } from "#lib/chain/patient-provider";
import { ExitCode } from "#lib/errors/exit-code";
import { afterSending } from "#lib/transaction/after-sending";
import { startBadLine, type Fate } from "#support/bad-line";
import { expectCode } from "#support/expect-code";
import { startStubNode } from "#support/stub-node";

/** A clock that stands still except while somebody waits, and the highest chance. */
function stillClock(random = 1): Clock & { readonly waits: number[] } {
  let now = 0;
  const waits: number[] = [];
  const wait = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    now += milliseconds;
    return Promise.resolve();
  };
  return { now: () => now, random: () => random, wait, waits };
}

/** A node that fails in the given ways, one request after the other, and then answers. */
function failing(...errors: readonly (Error | undefined)[]): RequestProvider & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    request: (request) => {
      asked.push(request);
      const error = errors[asked.length - 1];
      return error === undefined ? Promise.resolve("0x1") : Promise.reject(error);
    },
  };
}

const reset = Object.assign(new Error("read"), { code: "ECONNRESET" });
const closed = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
const status = (statusCode: number, headers: object = {}): Error =>
  Object.assign(new Error("http://node/v3/key-of-a-customer"), { statusCode, headers });

describe("patientProvider", () => {
  let told: string[];
  let clock: ReturnType<typeof stillClock>;

  beforeEach(() => {
    told = [];
    clock = stillClock();
  });

  const patient = (node: RequestProvider, patience = 60): PatientProvider =>
    patientProvider(node, { reporter: { warn: (message) => told.push(message) }, patience, clock });

  describe("over Hardhat's own connection", () => {
    const fates: readonly [fate: Fate, reason: RegExp][] = [
      ["dropped-before", /the connection broke, (UND_ERR_SOCKET|ECONNRESET)/],
      ["dropped-after", /the connection broke, (UND_ERR_SOCKET|ECONNRESET)/],
      ["cut-off", /the connection broke, (UND_ERR_SOCKET|ECONNRESET)/],
      ["truncated", /the answer is cut off or no JSON-RPC/],
      ["empty", /the answer is cut off or no JSON-RPC/],
      ["bad-gateway", /HTTP 502/],
    ];
    for (const [fate, reason] of fates) {
      it(`asks again when the answer is ${fate}, and says why without the address`, async () => {
        const node = await startStubNode("0x7a69");
        const line = await startBadLine(node.url, fate, 0);
        const connection = await hre.network.create({ network: "anvil", override: { url: line.url } });
        let asked = 0;
        line.decide((method) => (method === "eth_getCode" && ++asked === 1 ? fate : "whole"));
        try {
          const provider = patient(connection.provider);
          expect(await provider.request({ method: "eth_getCode" })).to.equal("0x00");
          expect(asked).to.equal(2);
          expect(told).to.have.lengthOf(1);
          expect(told[0])
            .to.match(/^asked again: eth_getCode \(/)
            .and.to.match(reason);
          expect(told.join()).not.to.contain(line.secret);
        } finally {
          await connection.close();
          await line.close();
          await node.close();
        }
      });
    }
  });

  it("waits ever longer, never beyond its patience, and then says that nobody answers", async () => {
    const provider = patient(failing(undefined, ...Array<Error>(50).fill(reset)), 30);
    await provider.request({ method: "eth_chainId" });
    const error = await expectCode(provider.request({ method: "eth_call" }), "chain/unreachable");
    expect(error.exitCode).to.equal(ExitCode.chain);
    expect(clock.waits).to.deep.equal([300, 550, 1050, 2050, 4050, 8050, 8050]);
    expect(error.message).to.contain("after 8 tries");
  });

  it("has less patience with an address that never answered as a node does", async () => {
    const node = failing(...Array<Error>(50).fill(reset));
    await expectCode(patient(node, 120).request({ method: "eth_chainId" }), "chain/unreachable");
    expect(clock.waits).to.deep.equal([300, 550, 1050, 2050, 4050, 8050]);
  });

  it("spreads its questions over time, so that many machines do not come back at once", async () => {
    clock = stillClock(0);
    await patient(failing(reset, reset)).request({ method: "eth_call" });
    expect(clock.waits).to.deep.equal([50, 50]);
  });

  it("waits as long as an endpoint asks for, and not at all for one that asks for too much", async () => {
    await patient(failing(status(503, { "retry-after": "30" }))).request({ method: "eth_call" });
    expect(clock.waits).to.deep.equal([30_000]);
    const limit = Object.assign(new Error("Limit exceeded"), {
      code: -32_005,
      cause: status(429, { "retry-after": "90" }),
    });
    await expectCode(patient(failing(limit)).request({ method: "eth_call" }), "chain/unreachable");
    expect(clock.waits).to.have.lengthOf(1);
  });

  it("hands signed bytes over again as they are, and knows that they may have arrived", async () => {
    const node = failing(reset);
    const provider = patient(node);
    const request = { method: "eth_sendRawTransaction", params: ["0x02"] };
    expect(provider.mayHaveSent()).to.equal(false);
    await provider.request(request);
    expect(node.asked).to.deep.equal([request, request]);
    expect(provider.mayHaveSent()).to.equal(true);
  });

  it("never repeats what would be signed anew, nor what alters a rehearsal chain", async () => {
    for (const method of ["eth_sendTransaction", "eth_sign", "personal_sign", "evm_mine", "anvil_reset"]) {
      const node = failing(reset);
      const provider = patient(node);
      await expectCode(provider.request({ method }), "chain/unreachable");
      expect(node.asked, method).to.have.lengthOf(1);
      expect(provider.mayHaveSent(), method).to.equal(method === "eth_sendTransaction");
    }
  });

  it("takes an error of the node itself as its answer", async () => {
    const revert = Object.assign(new Error("execution reverted"), { code: 3, data: "0x12345678" });
    const tooMany = Object.assign(new Error("query returned more than 10000 results"), { code: -32_005 });
    for (const answer of [revert, tooMany]) {
      const node = failing(answer);
      const outcome = await patient(node)
        .request({ method: "eth_sendRawTransaction" })
        .catch((error: unknown) => error);
      expect(outcome).to.equal(answer);
      expect(node.asked).to.have.lengthOf(1);
    }
  });

  it("waits when a node says in JSON that its rate is exceeded", async () => {
    const limit = Object.assign(new Error("daily request count exceeded, request rate limited"), { code: -32_005 });
    expect(await patient(failing(limit)).request({ method: "eth_call" })).to.equal("0x1");
  });

  it("waits for a node that has stopped, and not for an address where nobody ever listened", async () => {
    const stopped = failing(undefined, closed, closed);
    const provider = patient(stopped);
    await provider.request({ method: "eth_chainId" });
    expect(await provider.request({ method: "eth_call" })).to.equal("0x1");
    const nowhere = patient(failing(closed));
    await expectCode(nowhere.request({ method: "eth_sendRawTransaction" }), "chain/unreachable");
    expect(nowhere.mayHaveSent()).to.equal(false);
  });

  it("does not ask again who refuses the key of an endpoint, and does not show it", async () => {
    const node = failing(status(401));
    const error = await expectCode(patient(node).request({ method: "eth_call" }), "chain/denied");
    expect(error.message + error.hint + JSON.stringify(error.details)).not.to.contain("key-of-a-customer");
    expect(node.asked).to.have.lengthOf(1);
  });

  it("keeps its error on the way through ethers, and waits for no network", async () => {
    const node = failing(...Array<Error>(50).fill(reset));
    await expectCode(ethersProvider(patient(node, 1), 31_337).getBlockNumber(), "chain/unreachable");
  });
});

describe("afterSending", () => {
  it("does not say that nothing was sent when something was", async () => {
    const silent = await expectCode(
      patientProvider(failing(reset), { reporter: { warn: () => undefined }, patience: 0 }).request({
        method: "eth_call",
      }),
      "chain/unreachable",
    );
    const { code, exitCode, message } = afterSending(silent) as typeof silent;
    expect([code, exitCode]).to.deep.equal(["unconfirmed/answer-lost", ExitCode.sentUnconfirmed]);
    expect(message).to.contain("A transaction was sent").and.to.contain("eth_call");
    const defect = new TypeError("a defect");
    expect(afterSending(defect)).to.equal(defect);
  });
});
