import type { Compiled } from "#lib/bench/bench-chain";
import type { RawProvider } from "#lib/change/simulate";
import type { ContractTransactionReceipt, ContractTransactionResponse, Signer } from "ethers";

import { Contract, ContractFactory } from "ethers";

/** A chain whose clock can be moved, and who pays on it. */
export interface LimiterChain {
  readonly provider: RawProvider;
  readonly payer: Signer;
  readonly artifact: (name: string) => Promise<Compiled>;
}

/** The limiters of test/contracts/bench/Limiters.sol and what people call them; the suite's first. */
export const LIMITERS = {
  SuiteLimiter: "FlowLimit",
  OpenZeppelinLimiter: "OpenZeppelin RefillingBucket",
  OpenZeppelinSyncedLimiter: "OpenZeppelin RefillingBucket, synced",
  CcipLimiter: "Chainlink CCIP RateLimiter",
  LayerZeroLimiter: "LayerZero RateLimiter",
  AxelarLimiter: "Axelar FlowLimit",
} as const;

const DAY = 86_400;

/** Axelar's. A first use in each writes a new slot, and what was used in the last one is forgotten. */
const EPOCH = 6 * 3600;

/** More than any call here needs. An estimate is made in the last block's second, in which a limiter refills nothing. */
const GAS_LIMIT = 500_000n;

/** Deploys a contract that takes no arguments. */
export async function deployBare({ payer, artifact }: LimiterChain, name: string): Promise<Contract> {
  const { abi, bytecode } = await artifact(name);
  const contract = await new ContractFactory(abi, bytecode, payer).deploy();
  await contract.waitForDeployment();
  return new Contract(await contract.getAddress(), abi, payer);
}

/** Sends a call and waits for it. */
export async function sendTo(
  contract: Contract,
  name: string,
  ...values: unknown[]
): Promise<ContractTransactionReceipt> {
  const sent = (await contract.getFunction(name)(...values, { gasLimit: GAS_LIMIT })) as ContractTransactionResponse;
  const receipt = await sent.wait();
  if (receipt === null) throw new Error(`${name} was not mined.`);
  return receipt;
}

/** Lets at least a day pass, up to the beginning of an epoch: everything that refills is full. */
export async function passADay(chain: LimiterChain): Promise<void> {
  const earliest = (await now(chain)) + DAY;
  await mineAt(chain, Math.ceil(earliest / EPOCH) * EPOCH);
}

/** Lets `seconds` pass. */
export async function pass(chain: LimiterChain, seconds: number): Promise<void> {
  await mineAt(chain, (await now(chain)) + seconds);
}

async function now({ provider }: LimiterChain): Promise<number> {
  return (await provider.getBlock("latest"))?.timestamp ?? 0;
}

async function mineAt({ provider }: LimiterChain, timestamp: number): Promise<void> {
  await provider.send("evm_setNextBlockTimestamp", [timestamp]);
  await provider.send("evm_mine", []);
}
