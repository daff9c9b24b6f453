import { Contract, id, type BrowserProvider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { safeExecution } from "#support/safe-call";
import { signersOf, type DeployedSuite } from "#support/suite";
import type { CouncilKey } from "#lib/deployment/governance-checks";

/** A change as the contract takes it. */
export type ChangeFields = readonly unknown[];

const ARTIFACTS = ["request", "security", "availability", "privacy", "rollback plan"].map((name) => id(name));
const NO_INCIDENT = `0x${"00".repeat(32)}`;
const NOT_AFTER_MARGIN = 86_400;

/** A change without calls. */
export function documentChange(salt: string): ChangeFields {
  return [0, false, [], [], ARTIFACTS, [], NO_INCIDENT, id(salt), "1.0.0", ""];
}

/** Sets a release cadence, and its rollback. */
export function cadenceChange({ record }: DeployedSuite, salt: string): ChangeFields {
  const { address, codehash, implementation, implementationCodehash } = record.contracts.OperationsLog;
  const call = (seconds: number): unknown[] => [
    address,
    0,
    suiteInterface("OperationsLog").encodeFunctionData("setReleaseCadence", [id("node"), seconds]),
  ];
  const pins = [[address, codehash, implementation, implementationCodehash]];
  return [1, false, [call(86_400)], [call(0)], ARTIFACTS, pins, NO_INCIDENT, id(salt), "1.0.0", ""];
}

/** Proposes; returns the change's id. */
export async function propose(suite: DeployedSuite, change: ChangeFields): Promise<string> {
  const proposer = operatorOf(suite, "CHANGE_PROPOSER");
  const manager = await managerAs(suite, proposer);
  const changeId = (await manager.getFunction("hashChange").staticCall(change, proposer)) as string;
  await send(manager, "propose", [change]);
  return changeId;
}

/** Lets a council approve with as many signers as it needs. */
export async function approve(
  suite: DeployedSuite,
  changeId: string,
  changeClass: number,
  council: CouncilKey,
): Promise<void> {
  const manager = await managerAs(suite, operatorOf(suite, "CHANGE_PROPOSER"));
  const round = (await manager.getFunction("roundOf").staticCall(changeId)) as bigint;
  const { timestamp } = (await suite.provider.getBlock("latest")) ?? { timestamp: 0 };
  const data = suiteInterface("ChangeManager").encodeFunctionData("approve", [
    changeId,
    changeClass,
    round,
    timestamp + NOT_AFTER_MARGIN,
  ]);
  await sendAsCouncil(suite, council, suite.record.contracts.ChangeManager.address, data);
}

export async function execute(suite: DeployedSuite, change: ChangeFields): Promise<void> {
  const manager = await managerAs(suite, operatorOf(suite, "CHANGE_EXECUTOR"));
  await send(manager, "execute", [change, operatorOf(suite, "CHANGE_PROPOSER"), 0]);
}

export async function passTime({ connection }: DeployedSuite, seconds: number): Promise<void> {
  await connection.provider.request({ method: "evm_increaseTime", params: [seconds] });
  await connection.provider.request({ method: "evm_mine" });
}

/** Makes a council's Safe call `to`, signed by its first seats. The deployer pays; it has no say. */
export async function sendAsCouncil(
  suite: DeployedSuite,
  council: CouncilKey,
  to: string,
  data: string,
): Promise<void> {
  const { address } = suite.record.safes[council];
  const sender = await suite.provider.getSigner(suite.governance.deployer);
  const sent = await sender.sendTransaction({ to: address, data: await councilExecution(suite, council, to, data) });
  await sent.wait();
}

/** Calldata for the council's Safe with which its first seats make it call `to`. */
export async function councilExecution(
  suite: DeployedSuite,
  council: CouncilKey,
  to: string,
  data: string,
): Promise<string> {
  const signers = signersOf(suite, council).slice(0, suite.governance.councils[council].threshold);
  return safeExecution({ provider: suite.provider, safe: suite.record.safes[council].address, to, data, signers });
}

export function operatorOf({ governance }: DeployedSuite, role: string): string {
  const operator = governance.operators.find(({ roles }) => roles.some((held) => held === role));
  if (operator === undefined) throw new Error(`Nobody holds ${role}`);
  return operator.account;
}

async function managerAs({ provider, record }: DeployedSuite, account: string): Promise<Contract> {
  return new Contract(
    record.contracts.ChangeManager.address,
    suiteInterface("ChangeManager"),
    await signer(provider, account),
  );
}

async function signer(provider: BrowserProvider, account: string): ReturnType<BrowserProvider["getSigner"]> {
  return provider.getSigner(account);
}

async function send(contract: Contract, name: string, values: unknown[]): Promise<void> {
  const sent = await contract.getFunction(name).send(...values);
  await sent.wait();
}
