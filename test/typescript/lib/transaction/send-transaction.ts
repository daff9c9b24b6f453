import { expect } from "chai";
import { Transaction, Wallet } from "ethers";

import hre from "hardhat";

import { ethersProvider, type RequestProvider } from "#lib/chain/connection";
import type { RawProvider } from "#lib/change/simulate";
import { settleAs, sendTransaction, type Sending } from "#lib/transaction/send-transaction";

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
