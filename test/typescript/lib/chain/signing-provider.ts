import { expect } from "chai";
import { Transaction } from "ethers";

import { signingProvider } from "#lib/chain/signing-provider";
import { publicWallet } from "#lib/demo/public-accounts";
import { anAddress } from "#support/record";

const SENDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const complete = {
  from: SENDER,
  to: anAddress(1),
  nonce: "0x7",
  gas: "0x5208",
  maxFeePerGas: "0x2",
  maxPriorityFeePerGas: "0x1",
};

describe("signingProvider", () => {
  let asked: { method: string; params?: unknown[] }[];

  /** A node that answers a transaction with an error, if any, and knows the transaction or not. */
  const over = (refusal?: string, known: object | null = null): ReturnType<typeof signingProvider> =>
    signingProvider(
      {
        request: (request) => {
          asked.push(request);
          if (request.method === "eth_getTransactionByHash") return Promise.resolve(known);
          return refusal === undefined ? Promise.resolve("0x01") : Promise.reject(new Error(refusal));
        },
      },
      [publicWallet(SENDER)],
      31_337,
    );
  const send = (transaction: object, node = over()): Promise<unknown> =>
    node.request({ method: "eth_sendTransaction", params: [transaction] });

  beforeEach(() => (asked = []));

  it("signs a complete transaction, the same bytes each time, and knows its hash", async () => {
    const hashes = [await send(complete), await send(complete)];
    const [first, second] = asked.map(({ params = [] }) => String(params[0]));
    expect(first).to.equal(second);
    const signed = Transaction.from(first ?? "");
    expect([signed.from, signed.nonce, signed.chainId, signed.type]).to.deep.equal([SENDER, 7, 31_337n, 2]);
    expect(hashes).to.deep.equal([signed.hash, signed.hash]);
  });

  it("finds its transaction when the node has it already", async () => {
    expect(await send(complete, over("already known"))).to.match(/^0x[0-9a-f]{64}$/);
    expect(await send(complete, over("nonce too low", { nonce: "0x7" }))).to.match(/^0x[0-9a-f]{64}$/);
  });

  it("does not take another transaction with its nonce for its own, nor a refusal for an answer", async () => {
    for (const refusal of ["nonce too low", "insufficient funds for gas"]) {
      const outcome = await send(complete, over(refusal)).catch((error: unknown) => (error as Error).message);
      expect(outcome).to.equal(refusal);
    }
  });

  it("passes on what leaves a choice, is another's, or is no transaction", async () => {
    const { nonce: _nonce, ...unnumbered } = complete;
    for (const transaction of [
      unnumbered,
      { ...complete, from: anAddress(2) },
      { ...complete, maxFeePerGas: undefined },
    ]) {
      await send(transaction);
      expect(asked.at(-1)).to.deep.equal({ method: "eth_sendTransaction", params: [transaction] });
    }
    await over().request({ method: "eth_chainId" });
    expect(asked.at(-1)).to.deep.equal({ method: "eth_chainId" });
  });
});
