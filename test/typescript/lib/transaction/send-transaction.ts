import { expect } from "chai";
import { Transaction, Wallet } from "ethers";

import hre from "hardhat";

import { ethersProvider, type RequestProvider } from "#lib/chain/connection";
import { patientProvider } from "#lib/chain/patient-provider";
import type { RawProvider } from "#lib/change/simulate";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";
import { settleAs } from "#lib/transaction/settle-as";

import { sendingFor } from "#support/dossier-kit";
import { expectCode } from "#support/expect-code";
import { publicWallet } from "#lib/demo/public-accounts";
import { anAddress } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

const SENDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** A node whose answer to a transaction gets lost; `keeps` says whether it took the transaction. */
interface Line {
  keeps: boolean;
  breaks: boolean;
}

describe("sendTransaction", () => {
  const intent = { key: "test:1", action: "The transfer", to: anAddress(1), data: "0x", value: 5n };
  let provider: RawProvider;
  let sending: Sending;
  let line: Line;
  let sent: string[];
  let close: () => Promise<void>;

  beforeEach(async () => {
    const connection = await hre.network.create();
    line = { keeps: true, breaks: false };
    sent = [];
    const node: RequestProvider = {
      request: async (request) => {
        if (request.method !== "eth_sendRawTransaction") {
          const answer: unknown = await connection.provider.request(request);
          return answer;
        }
        sent.push(String(request.params?.[0]));
        if (line.keeps) await connection.provider.request(request);
        if (line.breaks) throw new Error("socket hang up");
        return Transaction.from(String(request.params?.[0])).hash;
      },
    };
    provider = ethersProvider(node);
    sending = { ...(await sendingFor(provider, publicWallet(SENDER), 31337, temporaryFolder())), patience: 1 };
    close = () => connection.close();
  });

  afterEach(() => close());

  it("sends once, however often it is asked", async () => {
    const first = await sendTransaction(sending, intent);
    const second = await sendTransaction(sending, intent);
    expect([first.resumed, second.resumed, second.hash]).to.deep.equal([false, true, first.hash]);
    expect(sent.length).to.equal(1);
    expect(sending.journal.outcomeOf(first.hash)).to.equal("succeeded");
  });

  it("writes the bytes down before it sends them", async () => {
    const order: string[] = [];
    const { journal } = sending;
    const watched = {
      ...journal,
      append: (entry: Parameters<typeof journal.append>[0]) => {
        order.push(`${entry.kind}:${String(sent.length)}`);
        journal.append(entry);
      },
    };
    await sendTransaction({ ...sending, journal: watched }, intent);
    expect(order).to.deep.equal(["prepared:0", "settled:1"]);
    expect(journal.preparedFor(intent.key)[0]?.raw).to.equal(sent[0]);
  });

  it("sends the very same bytes again when the node never had them", async () => {
    line = { keeps: false, breaks: true };
    const lost = await expectCode(sendTransaction(sending, intent), "unconfirmed/broadcast");
    expect(lost.exitCode).to.equal(5);
    line = { keeps: true, breaks: false };
    const { resumed } = await sendTransaction(sending, intent);
    expect(resumed).to.equal(true);
    expect(sent[1]).to.equal(sent[0]);
    expect(await provider.getTransactionCount(SENDER)).to.equal(1);
  });

  it("goes on when the node has the transaction and only the answer was lost", async () => {
    line = { keeps: true, breaks: true };
    await sendTransaction(sending, intent);
    expect(await provider.getTransactionCount(SENDER)).to.equal(1);
  });

  it("ends with its own exit code when no receipt comes, and finishes when asked again", async () => {
    await provider.send("evm_setAutomine", [false]);
    const error = await expectCode(sendTransaction(sending, intent), "unconfirmed/no-receipt");
    expect(error.exitCode).to.equal(5);
    await provider.send("evm_mine", []);
    expect((await sendTransaction(sending, intent)).resumed).to.equal(true);
    expect(sent.length).to.equal(1);
  });

  it("makes another transaction only when the nonce is gone", async () => {
    line = { keeps: false, breaks: true };
    await expectCode(sendTransaction(sending, intent), "unconfirmed/broadcast");
    line = { keeps: true, breaks: false };
    await sendTransaction(
      { ...sending, journal: (await sendingFor(provider, sending.signer, 31337, temporaryFolder())).journal },
      { ...intent, key: "other", value: 6n },
    );
    const { resumed } = await sendTransaction(sending, intent);
    expect(resumed).to.equal(false);
    const [dead] = sending.journal.preparedFor(intent.key);
    expect(sending.journal.outcomeOf(dead?.hash ?? "")).to.equal("superseded");
  });

  describe("while it waits", () => {
    let told: string[];

    /** What a test does when the receipt is asked for the n-th time. */
    const whenAsked = (act: (time: number) => Promise<unknown>): Sending => {
      told = [];
      let time = 0;
      const tell = (message: string): void => void told.push(message);
      const watched: RequestProvider = {
        request: async ({ method, params = [] }) => {
          if (method === "eth_getTransactionReceipt") await act((time += 1));
          return provider.send(method, params);
        },
      };
      return {
        ...sending,
        provider: ethersProvider(watched),
        reporter: { ...sending.reporter, info: tell, warn: tell },
        patience: 20,
      };
    };

    /** What a wallet sends in the place of what waits. */
    const replace = async (change: object): Promise<string> => {
      const fees = { maxFeePerGas: 90_000_000_000n, maxPriorityFeePerGas: 80_000_000_000n };
      const wallet = publicWallet(SENDER).connect(provider);
      const { hash } = await wallet.sendTransaction({ nonce: 0, ...fees, ...change });
      await provider.send("evm_mine", []);
      return hash;
    };

    beforeEach(() => provider.send("evm_setAutomine", [false]));

    it("counts the blocks on top, and says so", async () => {
      const slow = whenAsked(() => provider.send("evm_mine", []));
      const { receipt } = await sendTransaction({ ...slow, confirmations: 3 }, intent);
      expect(await provider.getBlockNumber()).to.be.at.least(receipt.blockNumber + 3);
      expect(told.map((line) => / in block \d+; (\d of 3) confirmations$/.exec(line)?.[1])).to.deep.equal([
        "0 of 3",
        "1 of 3",
        "2 of 3",
      ]);
    });

    it("names the transaction that took the nonce, and sends another only when it is asked again", async () => {
      let taker = "";
      const disturbed = whenAsked(async (time) => {
        if (time === 2) taker = await replace({ to: SENDER });
      });
      const error = await expectCode(sendTransaction(disturbed, intent), "conflict/nonce-taken");
      expect(error.message).to.contain(taker);
      expect(error.exitCode).to.equal(7);
      expect(sent).to.have.lengthOf(2);
      const [dead] = sending.journal.preparedFor(intent.key);
      expect(sending.journal.outcomeOf(dead?.hash ?? "")).to.equal("superseded");
      await provider.send("evm_setAutomine", [true]);
      expect((await sendTransaction(sending, intent)).resumed).to.equal(false);
    });

    it("takes a wallet's replacement that does the same for its own, also when it is asked again", async () => {
      let taker = "";
      const disturbed = whenAsked(async (time) => {
        if (time === 2) taker = await replace({ to: intent.to, value: intent.value });
      });
      expect((await sendTransaction(disturbed, intent)).hash).to.equal(taker);
      expect(told.join()).to.contain(taker).and.to.contain("does the same");
      const again = await sendTransaction(sending, intent);
      expect([again.hash, again.resumed]).to.deep.equal([taker, true]);
      expect(await provider.getTransactionCount(SENDER)).to.equal(1);
    });

    it("finds a transaction whose answer was lost, though the node says that its nonce is used", async () => {
      const node: RequestProvider = {
        request: async ({ method, params = [] }) => {
          const answer: unknown = await provider.send(method, params);
          if (method === "eth_getTransactionByHash") throw Object.assign(new Error("read"), { code: "ECONNRESET" });
          if (method !== "eth_sendRawTransaction") return answer;
          await provider.send("evm_mine", []);
          throw Object.assign(new Error("nonce too low"), { code: -32_000 });
        },
      };
      const { hash } = await sendTransaction({ ...sending, provider: ethersProvider(node) }, intent);
      expect(sending.journal.outcomeOf(hash)).to.equal("succeeded");
    });

    it("takes an answer that was lost in HTTP for no word of the node", async () => {
      line = { keeps: false, breaks: false };
      const gateway = Object.assign(new Error("Received an unexpected status code"), { statusCode: 502 });
      const node: RequestProvider = {
        request: async ({ method, params = [] }) => {
          const lost = Object.assign(new Error("Unknown error", { cause: gateway }), { code: -1 });
          if (method === "eth_sendRawTransaction") throw lost;
          return provider.send(method, params);
        },
      };
      const patient = patientProvider(node, { reporter: sending.reporter, patience: 0 });
      await expectCode(
        sendTransaction({ ...sending, provider: ethersProvider(patient) }, intent),
        "unconfirmed/broadcast",
      );
    });

    it("does not make another while the node does not show who took the nonce", async () => {
      await expectCode(sendTransaction({ ...sending, patience: 0 }, intent), "unconfirmed/no-receipt");
      const node: RequestProvider = {
        request: async ({ method, params = [] }) => {
          if (method === "eth_getTransactionReceipt") return null;
          if (method === "eth_getTransactionCount" && params[1] !== "latest") throw new Error("missing trie node");
          return provider.send(method, params);
        },
      };
      await provider.send("evm_mine", []);
      await expectCode(
        sendTransaction({ ...sending, provider: ethersProvider(node) }, intent),
        "unconfirmed/nonce-used",
      );
      expect(sent).to.have.lengthOf(1);
    });
  });

  it("does not queue behind transactions that it knows nothing of", async () => {
    await provider.send("evm_setAutomine", [false]);
    const elsewhere = await sendingFor(provider, sending.signer, 31337, temporaryFolder());
    await expectCode(sendTransaction({ ...elsewhere, patience: 0 }, intent), "unconfirmed/no-receipt");
    const error = await expectCode(sendTransaction(sending, intent), "conflict/pending-transactions");
    expect(error.details["nonce"]).to.equal(0);
    expect(sent.length).to.equal(1);
  });

  it("asks before it sends: what would revert is refused, and nothing is written", async () => {
    // Runtime code that reverts with Panic-less empty data.
    await provider.send("hardhat_setCode", [anAddress(1), "0x60006000fd"]);
    await expectCode(sendTransaction(sending, intent), "refused/unknown-error");
    expect(sending.journal.prepared()).to.deep.equal([]);
    expect(sent.length).to.equal(0);
  });

  it("tells what the node says of an account without money, and keeps the bytes", async () => {
    const poor = new Wallet(`0x${"5".repeat(64)}`);
    const broke = await sendingFor(provider, poor, 31337, temporaryFolder());
    await sendTransaction(broke, { ...intent, value: 0n }).then(
      () => expect.fail("It had no money."),
      (error: unknown) => expect(error).to.be.instanceOf(Error),
    );
    expect(sent.length).to.be.lessThan(2);
  });

  it("looks at the chain rather than at its own note of an outcome", async () => {
    const { hash } = await sendTransaction(sending, intent);
    const [entry] = sending.journal.preparedFor(intent.key);
    if (entry === undefined) throw new Error("Nothing was prepared.");
    settleAs(sending.journal, entry, "superseded", null);
    expect((await sendTransaction(sending, intent)).hash).to.equal(hash);
    expect(sent.length).to.equal(1);
  });
});
