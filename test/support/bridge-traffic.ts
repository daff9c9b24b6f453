import { Contract, id, JsonRpcSigner, parseEther, toQuantity, type Provider, type Signer } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { failureReasons, type FailureReason } from "#lib/bridge/gateway-words";
import { custodies } from "#lib/keys/key";
import { accountKeyId } from "#lib/keys/key-id";
import { operatorOf, passTime } from "#support/governed-changes";
import type { DeployedSuite } from "#support/suite";

const YEAR = 365 * 86_400;

const TOKEN = [
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
];

/** What the private rail has told so far. */
interface Books {
  issued: bigint;
  redeemed: bigint;
  nonce: number;
}

/** Drives conversions over a deployed suite's bridge, as its counterparties, operators and monitor do. */
export class BridgeTraffic {
  readonly #suite: DeployedSuite;
  readonly #books: Books;

  /** @param told What the private rail has told before. */
  constructor(suite: DeployedSuite, told: Pick<Books, "issued" | "redeemed"> = { issued: 0n, redeemed: 0n }) {
    this.#suite = suite;
    this.#books = { ...told, nonce: 0 };
  }

  get address(): string {
    return this.#suite.record.contracts.BridgeGateway.address;
  }

  /** Accounts that have limits of their own, as the chain tells. */
  async counterparties(): Promise<string[]> {
    const { provider, record } = this.#suite;
    const abi = suiteInterface("BridgeParameters");
    const { address } = record.contracts.BridgeParameters;
    const topics = [abi.getEvent("ParameterSet")?.topicHash ?? ""];
    const logs = await provider.getLogs({ address, topics, fromBlock: 0, toBlock: "latest" });
    const named = logs.map((log) => String(abi.parseLog(log)?.args["counterparty"]));
    return [...new Set(named)].filter((account) => BigInt(account) !== 0n);
  }

  async request(amount: bigint, counterparty?: string): Promise<string> {
    const account = counterparty ?? (await this.counterparties())[0] ?? "";
    const signer = await this.#as(account);
    const gateway = this.gateway(signer);
    const token = new Contract((await gateway.getFunction("token").staticCall()) as string, TOKEN, signer);
    await send(token, "mint", account, amount);
    await send(token, "approve", this.address, amount);
    const nonce = ((await gateway.getFunction("outNonce").staticCall()) as bigint) + 1n;
    await send(gateway, "requestOut", amount, id("beneficiary"));
    return (await gateway.getFunction("conversionId").staticCall(0, nonce)) as string;
  }

  async settle(conversion: string, amount: bigint): Promise<void> {
    this.#books.issued += amount;
    await this.#twice("attestSettlement", conversion, id(`settlement of ${conversion}`));
  }

  async fail(conversion: string, reason: FailureReason = "BeneficiaryRejected"): Promise<void> {
    await this.#twice("attestFailure", conversion, failureReasons.indexOf(reason), id("refused there"));
  }

  async refund(conversion: string): Promise<void> {
    await send(this.gateway(await this.#signerOf("CHANGE_EXECUTOR")), "refund", conversion);
  }

  /** Value that the private rail has committed arrives; released at once, or failed as state. */
  async arrive(amount: bigint): Promise<void> {
    const [counterparty = ""] = await this.counterparties();
    this.#books.nonce += 1;
    this.#books.redeemed += amount;
    await this.observe();
    const { nonce } = this.#books;
    await this.#twice("attestIn", [nonce, counterparty, counterparty, amount, id(`commit ${String(nonce)}`)]);
  }

  /** Monitoring looks at the private rail's books. */
  async observe(observedAt?: number): Promise<void> {
    // Later than whatever it saw before.
    await passTime(this.#suite, 1);
    const now = (await this.#suite.provider.getBlock("latest"))?.timestamp ?? 0;
    const { issued, redeemed } = this.#books;
    const gateway = this.gateway(await this.#signerOf("MONITOR"));
    await send(gateway, "attestReserve", [issued, redeemed, observedAt ?? now, id("books")]);
  }

  gateway(runner: Signer | Provider = this.#suite.provider): Contract {
    return new Contract(this.address, suiteInterface("BridgeGateway"), runner);
  }

  async #twice(name: string, ...values: unknown[]): Promise<void> {
    const operators = this.#suite.governance.operators.filter(({ roles }) => roles.includes("BRIDGE_OPERATOR"));
    for (const { account } of operators.slice(0, 2)) {
      await this.#requireKey(account);
      await send(this.gateway(await this.#as(account)), name, ...values);
    }
  }

  /** Who speaks on the bridge is a key on record. */
  async #requireKey(account: string): Promise<void> {
    const technical = await this.#signerOf("TECHNICAL_OPERATOR");
    const { address } = this.#suite.record.contracts.KeyRegistry;
    const keys = new Contract(address, suiteInterface("KeyRegistry"), technical);
    const key = accountKeyId("operator", account);
    if ((await keys.getFunction("isUsable").staticCall(key)) === true) return;
    await send(keys, "registerOperatorKey", key, [account, custodies.indexOf("hsm"), id("attestation"), YEAR]);
  }

  async #signerOf(role: string): Promise<Signer> {
    return this.#as(operatorOf(this.#suite, role));
  }

  /** The embedded chain knows the keys of its first accounts only, and has funded no others. */
  async #as(account: string): Promise<Signer> {
    const { connection, provider } = this.#suite;
    await connection.provider.request({ method: "hardhat_impersonateAccount", params: [account] });
    await connection.provider.request({
      method: "hardhat_setBalance",
      params: [account, toQuantity(parseEther("10"))],
    });
    return new JsonRpcSigner(provider, account);
  }
}

/** With gas to spare: a release takes its whole allowance or reverts. */
async function send(contract: Contract, name: string, ...values: unknown[]): Promise<void> {
  const sent = await contract.getFunction(name).send(...values, { gasLimit: 2_000_000 });
  await sent.wait();
}
