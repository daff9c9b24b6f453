import { Contract, Interface, ZeroAddress, ZeroHash } from "ethers";

import type { BenchChain } from "#lib/bench/bench-chain";

import { callAs, callAsSafe, deployed, gasOf } from "#lib/bench/bench-chain";
import { safeArtifact } from "#lib/safe/safe-contracts";

/** A day: the delay of the suite's config changes. */
const DELAY = 86_400;
const ROLE = 1n;

/** Gas of a peer's jobs, each in the steady state: every slot that can be warm has been written before. */
export interface PeerGas {
  readonly schedule: bigint;
  readonly execute: bigint;
  readonly cancel: bigint;
}

/** A 2-of-3 Safe of the same owners as the Technical Committee, without any guard. */
export async function plainSafe(chain: BenchChain): Promise<string> {
  const { stage } = chain;
  const { singleton, proxyFactory, fallbackHandler } = stage.record.safeContracts;
  const { owners } = stage.record.safes.technical.birth;
  const setup = new Interface(safeArtifact("singleton").abi).encodeFunctionData("setup", [
    owners,
    2,
    ZeroAddress,
    "0x",
    fallbackHandler,
    ZeroAddress,
    0,
    ZeroAddress,
  ]);
  const payer = stage.wallet(stage.governance.deployer).connect(stage.provider);
  const factory = new Contract(proxyFactory, safeArtifact("proxyFactory").abi, payer);
  const create = factory.getFunction("createProxyWithNonce");
  const safe = (await create.staticCall(singleton, setup, 99)) as string;
  await ((await create(singleton, setup, 99)) as { wait: () => Promise<unknown> }).wait();
  return safe;
}

/** OpenZeppelin's TimelockController: proposed and cancelled by the Safe, executed by the suite's executor. */
export async function measureTimelock(chain: BenchChain, safe: string): Promise<PeerGas> {
  const { stage } = chain;
  const executor = stage.operator("CHANGE_EXECUTOR");
  const timelock = await deployed(chain, "PeerTimelock", DELAY, [safe], [executor]);
  const word = await deployed(chain, "OwnedWord", await timelock.getAddress());
  const target = { to: await timelock.getAddress(), abi: timelock.interface };
  const call = async (value: number): Promise<[string, number, string, string, string]> => [
    await word.getAddress(),
    0,
    word.interface.encodeFunctionData("setWord", [value]),
    ZeroHash,
    ZeroHash,
  ];
  const schedule = async (value: number): Promise<void> =>
    callAsSafe(chain, safe, target, "schedule", ...(await call(value)), DELAY);
  const execute = async (value: number): Promise<void> =>
    callAs(chain, executor, timelock, "execute", ...(await call(value)));

  await schedule(1);
  await wait(chain);
  await execute(1);
  const scheduled = await gasOf(chain, () => schedule(2));
  await wait(chain);
  const executed = await gasOf(chain, () => execute(2));
  await schedule(3);
  const operation = (await timelock.getFunction("hashOperation").staticCall(...(await call(3)))) as string;
  const cancelled = await gasOf(chain, () => callAsSafe(chain, safe, target, "cancel", operation));
  return { schedule: scheduled, execute: executed, cancel: cancelled };
}

/** OpenZeppelin's AccessManager: the Safe schedules, executes and cancels, because nobody else may execute for it. */
export async function measureAccessManager(
  chain: BenchChain,
  safe: string,
): Promise<PeerGas & { readonly grant: bigint }> {
  const { stage } = chain;
  const admin = stage.governance.deployer;
  const manager = await deployed(chain, "PeerAccessManager", admin);
  const word = await deployed(chain, "ManagedWord", await manager.getAddress());
  const selector = word.interface.getFunction("setWord")?.selector ?? "0x";
  await callAs(chain, admin, manager, "setTargetFunctionRole", await word.getAddress(), [selector], ROLE);
  await callAs(chain, admin, manager, "grantRole", ROLE, safe, DELAY);

  const target = { to: await manager.getAddress(), abi: manager.interface };
  const wordAddress = await word.getAddress();
  const data = (value: number): string => word.interface.encodeFunctionData("setWord", [value]);
  const schedule = (value: number): Promise<void> =>
    callAsSafe(chain, safe, target, "schedule", wordAddress, data(value), 0);
  const execute = (value: number): Promise<void> =>
    callAsSafe(chain, safe, target, "execute", wordAddress, data(value));

  await schedule(1);
  await wait(chain);
  await execute(1);
  const scheduled = await gasOf(chain, () => schedule(2));
  await wait(chain);
  const executed = await gasOf(chain, () => execute(2));
  await schedule(3);
  const cancelled = await gasOf(chain, () => callAsSafe(chain, safe, target, "cancel", safe, wordAddress, data(3)));
  const grant = await gasOf(chain, () =>
    callAs(chain, admin, manager, "grantRole", ROLE, stage.operator("BRIDGE_OPERATOR"), 0),
  );
  return { schedule: scheduled, execute: executed, cancel: cancelled, grant };
}

async function wait({ stage }: BenchChain): Promise<void> {
  await stage.waitUntil((await stage.now()) + DELAY);
}
