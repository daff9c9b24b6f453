import { Contract, ContractFactory, type InterfaceAbi, type Signer } from "ethers";
import { z } from "zod";

const small = z.bigint().transform(Number);
const creditedArgs = z.object({ conversionId: z.string(), settlementReference: z.string() });
const refusedArgs = z.object({ conversionId: z.string(), reason: small, evidenceDigest: z.string() });
const committedArgs = z.object({
  nonce: z.bigint(),
  counterparty: z.string(),
  recipient: z.string(),
  amount: z.bigint(),
  settlementReference: z.string(),
});

/** What happened on the private rail and is to be attested on the public one. */
export type RailEvent =
  | ({ readonly kind: "credited" } & z.output<typeof creditedArgs>)
  | ({ readonly kind: "refused" } & z.output<typeof refusedArgs>)
  | ({ readonly kind: "committed" } & z.output<typeof committedArgs>);

const KINDS = { Credited: creditedArgs, Refused: refusedArgs, Committed: committedArgs } as const;

/** A private rail for demonstrations and drills: `SettlementLedger` on a chain of its own, with its one operator. */
export class PrivateRail {
  readonly #ledger: Contract;

  private constructor(ledger: Contract) {
    this.#ledger = ledger;
  }

  /** Deploys the ledger. The signer is its operator. */
  static async open(
    signer: Signer,
    artifact: { readonly abi: InterfaceAbi; readonly bytecode: string },
  ): Promise<PrivateRail> {
    const factory = new ContractFactory(artifact.abi, artifact.bytecode, signer);
    const deployed = await factory.deploy(await signer.getAddress());
    await deployed.waitForDeployment();
    return new PrivateRail(new Contract(await deployed.getAddress(), artifact.abi, signer));
  }

  /** Credits what a conversion brings, once. */
  async credit(conversionId: string, account: string, amount: bigint): Promise<void> {
    await this.#send("credit", conversionId, account, amount);
  }

  /** Refuses a conversion for ever. `reason` is an index of `FailureReason`. */
  async refuse(conversionId: string, reason: number, evidenceDigest: string): Promise<void> {
    await this.#send("refuse", conversionId, reason, evidenceDigest);
  }

  /** Debits an account and commits the amount to the public rail. */
  async commit(account: string, counterparty: string, amount: bigint): Promise<void> {
    await this.#send("commit", account, counterparty, counterparty, amount);
  }

  /** Gives a commitment back to its account, once the gateway has refunded it. */
  async giveBack(nonce: bigint): Promise<void> {
    await this.#send("giveBack", nonce);
  }

  async returnReference(nonce: bigint): Promise<string> {
    return z.string().parse(await this.#ledger.getFunction("returnReference").staticCall(nonce));
  }

  async balanceOf(account: string): Promise<bigint> {
    return z.bigint().parse(await this.#ledger.getFunction("balanceOf").staticCall(account));
  }

  /** What monitoring attests: credited and committed since the beginning. */
  async position(): Promise<{ readonly issued: bigint; readonly redeemed: bigint }> {
    const [issued, redeemed] = z
      .tuple([z.bigint(), z.bigint()])
      .parse([...((await this.#ledger.getFunction("position").staticCall()) as Iterable<unknown>)]);
    return { issued, redeemed };
  }

  /** Everything that is to be attested, from the beginning, in order. */
  async events(): Promise<RailEvent[]> {
    const { provider } = this.#ledger.runner ?? {};
    const logs = (await provider?.getLogs({ address: await this.#ledger.getAddress(), fromBlock: 0 })) ?? [];
    return logs.flatMap((log) => eventOf(this.#ledger.interface.parseLog(log)) ?? []);
  }

  async #send(method: string, ...args: unknown[]): Promise<void> {
    const sent = (await this.#ledger.getFunction(method).send(...args)) as { wait: () => Promise<unknown> };
    await sent.wait();
  }
}

function eventOf(parsed: ReturnType<Contract["interface"]["parseLog"]>): RailEvent | undefined {
  const args: unknown = parsed?.args.toObject();
  switch (parsed?.name) {
    case "Credited":
      return { kind: "credited", ...KINDS.Credited.parse(args) };
    case "Refused":
      return { kind: "refused", ...KINDS.Refused.parse(args) };
    case "Committed":
      return { kind: "committed", ...KINDS.Committed.parse(args) };
    default:
      return undefined;
  }
}
