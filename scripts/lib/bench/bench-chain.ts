import { Contract, ContractFactory, type Interface, type InterfaceAbi } from "ethers";

import type { Stage } from "#lib/demo/stage";

import { signedBy } from "#lib/demo/councils";
import { executionData } from "#lib/safe/execute-request";
import { readSafe } from "#lib/safe/read-safe";
import { safeRequest } from "#lib/safe/safe-file";
import { plainSafeTransaction } from "#lib/safe/safe-transaction";

/** A compiled contract. */
export interface Compiled {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

/** The chain on which everything is measured, and who pays. */
export interface BenchChain {
  readonly stage: Stage;
  readonly artifact: (name: string) => Promise<Compiled>;
}

/** Deploys a peer or a target. */
export async function deployed({ stage, artifact }: BenchChain, name: string, ...values: unknown[]): Promise<Contract> {
  const { abi, bytecode } = await artifact(name);
  const payer = stage.wallet(stage.governance.deployer).connect(stage.provider);
  const contract = await new ContractFactory(abi, bytecode, payer).deploy(...values);
  await contract.waitForDeployment();
  return new Contract(await contract.getAddress(), abi, payer);
}

/** Gas of all transactions that `act` sends. */
export async function gasOf({ stage }: BenchChain, act: () => Promise<unknown>): Promise<bigint> {
  const { provider } = stage;
  const before = await provider.getBlockNumber();
  await act();
  let gas = 0n;
  for (let number = before + 1; number <= (await provider.getBlockNumber()); ++number) {
    gas += (await provider.getBlock(number))?.gasUsed ?? 0n;
  }
  return gas;
}

/** A call made by an account. */
export async function callAs(
  chain: BenchChain,
  from: string,
  contract: Contract,
  name: string,
  ...values: unknown[]
): Promise<void> {
  const signer = chain.stage.wallet(from).connect(chain.stage.provider);
  const data = contract.interface.encodeFunctionData(name, values);
  await (await signer.sendTransaction({ to: await contract.getAddress(), data })).wait();
}

/** A call made by a Safe that two owners of the Technical Committee sign for. */
export async function callAsSafe(
  { stage }: BenchChain,
  safe: string,
  { to, abi }: { readonly to: string; readonly abi: Interface },
  name: string,
  ...values: unknown[]
): Promise<void> {
  const { nonce } = await readSafe(stage.provider, safe);
  const request = safeRequest({
    chainId: stage.record.chainId,
    safe,
    description: name,
    transaction: plainSafeTransaction(to, abi.encodeFunctionData(name, values), nonce),
  });
  const signed = await signedBy(stage, request, stage.seats("technical").slice(0, 2));
  const sender = stage.wallet(stage.operator("TECHNICAL_OPERATOR")).connect(stage.provider);
  await (await sender.sendTransaction({ to: safe, data: executionData(signed) })).wait();
}
