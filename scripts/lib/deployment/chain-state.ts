import { Contract, getAddress, keccak256, type Log, type Provider } from "ethers";

import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import { replayBridge, type BridgeSettings } from "#lib/deployment/bridge-state";
import { CHANGE_CLASSES, type ApprovalPolicy, type ChangeClassName } from "#lib/deployment/approval-policies";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { describeContract } from "#lib/deployment/deployment-record";
import { replayEmergency, type EmergencySettings } from "#lib/deployment/emergency-state";
import { evidenceHeadOf } from "#lib/deployment/evidence-head";
import { replayRegistry, type RegistryState } from "#lib/deployment/registry-state";
import { implementationHistories, type ImplementationEntry } from "#lib/deployment/implementation-history";
import { isOfficialCode, safeArtifact } from "#lib/safe/safe-contracts";
import { safeSlots } from "#lib/safe/safe-interface";

/** First slot of a SafeProxy: the code that it runs. */
const SINGLETON_SLOT = 0n;
/** Head of a Safe's list of modules. */
const SENTINEL = "0x0000000000000000000000000000000000000001";

const COUNCIL_STATUS = ["Unknown", "Registered", "ExitAnnounced", "Exited", "Dismissed"] as const;

export interface CouncilState {
  readonly address: string;
  /** Code hash of the account; keccak256("0x") for none. */
  readonly codehash: string;
  readonly owners: readonly string[];
  readonly threshold: number;
  readonly nonce: number;
  readonly guard: string;
  readonly moduleGuard: string;
  readonly fallbackHandler: string;
  readonly singleton: string;
  readonly modules: readonly string[];
  readonly status: (typeof COUNCIL_STATUS)[number];
  readonly councilId: number;
  readonly epoch: number;
  readonly exitAt: number;
  readonly policy: {
    readonly minThreshold: number;
    readonly minOwners: number;
    readonly maxOwners: number;
    readonly constituencies: number;
  };
}

export interface ContractState extends Awaited<ReturnType<typeof describeContract>> {
  readonly authority: string;
  /** Whether the node served every event: the events that it served lead to the head that the contract holds. */
  readonly complete: boolean;
  readonly history: readonly ImplementationEntry[];
}

/** What the guard was built on, and the code that stands there now. */
export interface GuardPinState {
  readonly address: string;
  readonly codehash: string;
  /** Whether the code is Safe's official one; undefined for what is not Safe's. */
  readonly official?: boolean;
}

/** What the chain says of a deployed suite, at one block. */
export interface ChainState {
  readonly block: number;
  readonly timestamp: number;
  readonly registry: RegistryState;
  /** Roles that the deployer holds, as a bit set, asked of the registry itself. */
  readonly deployerRoles: bigint;
  readonly contracts: Readonly<Record<SuiteContract, ContractState>>;
  readonly councils: Readonly<Record<CouncilName, CouncilState>>;
  readonly guardPins: Readonly<Record<"guardedSetup" | "multiSendCallOnly", GuardPinState>>;
  readonly policies: Readonly<Record<ChangeClassName, ApprovalPolicy>>;
  readonly emergency: EmergencySettings;
  readonly bridge: BridgeSettings;
}

export async function readChainState(
  provider: Provider,
  record: ContractsRecord,
  deployer: string,
): Promise<ChainState> {
  const block = await provider.getBlock("latest");
  const blockTag = block?.number ?? 0;
  const logs = await readLogs({
    provider,
    address: suiteContracts.map((name) => record.contracts[name].address),
    fromBlock: record.deployedAtBlock,
    toBlock: blockTag,
  });
  const histories = await implementationHistories(provider, record, logs);
  const registry = contractAt(provider, record, "RoleRegistry");
  const contracts = await Promise.all(
    suiteContracts.map(async (name) => {
      const state = await contractState(provider, record, name, { blockTag, logs: logsOf(record, name, logs) });
      const whole: ContractState = { ...state, history: histories[name] };
      return [name, whole] as const;
    }),
  );
  const councils = await Promise.all(
    (Object.keys(record.safes) as CouncilName[]).map(
      async (name) => [name, await councilState(provider, record, name, blockTag)] as const,
    ),
  );
  const manager = contractAt(provider, record, "ChangeManager");
  const policies = await Promise.all(
    CHANGE_CLASSES.map(async (name, id) => {
      const [policy] = (await manager.getFunction("policyOf").staticCall(id, { blockTag })) as [RawPolicy];
      return [name, plainPolicy(policy)] as const;
    }),
  );
  return {
    block: blockTag,
    timestamp: block?.timestamp ?? 0,
    registry: replayRegistry(logsOf(record, "RoleRegistry", logs)),
    deployerRoles: (await registry.getFunction("rolesOf").staticCall(deployer, { blockTag })) as bigint,
    contracts: Object.fromEntries(contracts) as Record<SuiteContract, ContractState>,
    councils: Object.fromEntries(councils) as Record<CouncilName, CouncilState>,
    guardPins: {
      guardedSetup: await guardPin(provider, record, "guardedSetup"),
      multiSendCallOnly: await guardPin(provider, record, "multiSendCallOnly"),
    },
    policies: Object.fromEntries(policies) as Record<ChangeClassName, ApprovalPolicy>,
    emergency: replayEmergency(logsOf(record, "EmergencyController", logs)),
    bridge: replayBridge(logsOf(record, "BridgeParameters", logs)),
  };
}

export function contractAt(provider: Provider, record: ContractsRecord, name: SuiteContract): Contract {
  return new Contract(record.contracts[name].address, suiteInterface(name), provider);
}

async function contractState(
  provider: Provider,
  record: ContractsRecord,
  name: SuiteContract,
  { blockTag, logs }: { readonly blockTag: number; readonly logs: readonly Log[] },
): Promise<Omit<ContractState, "history">> {
  const { address } = record.contracts[name];
  const contract = contractAt(provider, record, name);
  const [described, head, authority] = await Promise.all([
    describeContract(provider, address),
    contract.getFunction("evidenceHead").staticCall({ blockTag }) as Promise<string>,
    name === "RoleRegistry" ? address : (contract.getFunction("authority").staticCall({ blockTag }) as Promise<string>),
  ]);
  return { ...described, authority, complete: evidenceHeadOf(record.chainId, address, logs) === head };
}

async function councilState(
  provider: Provider,
  record: ContractsRecord,
  name: CouncilName,
  blockTag: number,
): Promise<CouncilState> {
  const { address } = record.safes[name];
  const safe = new Contract(address, safeArtifact("singleton").abi, provider);
  const addressIn = async (slot: string | bigint): Promise<string> =>
    getAddress(`0x${(await provider.getStorage(address, slot, blockTag)).slice(26)}`);
  const guard = contractAt(provider, record, "GovernanceGuard");
  const [described, owners, threshold, nonce, council, slots, [modules]] = await Promise.all([
    describeContract(provider, address),
    safe.getFunction("getOwners").staticCall({ blockTag }) as Promise<string[]>,
    safe.getFunction("getThreshold").staticCall({ blockTag }) as Promise<bigint>,
    safe.getFunction("nonce").staticCall({ blockTag }) as Promise<bigint>,
    guard.getFunction("councilOf").staticCall(address, { blockTag }) as Promise<Record<string, bigint>>,
    Promise.all([safeSlots.guard, safeSlots.moduleGuard, safeSlots.fallbackHandler, SINGLETON_SLOT].map(addressIn)),
    safe.getFunction("getModulesPaginated").staticCall(SENTINEL, 10, { blockTag }) as Promise<[string[], string]>,
  ]);
  const field = (key: string): number => Number(council[key]);
  return {
    address,
    codehash: described.codehash,
    owners: [...owners],
    threshold: Number(threshold),
    nonce: Number(nonce),
    guard: slots[0] ?? "",
    moduleGuard: slots[1] ?? "",
    fallbackHandler: slots[2] ?? "",
    singleton: slots[3] ?? "",
    modules: [...modules],
    status: COUNCIL_STATUS[field("status")] ?? "Unknown",
    councilId: field("id"),
    epoch: field("epoch"),
    exitAt: field("exitAt"),
    policy: {
      minThreshold: field("minThreshold"),
      minOwners: field("minOwners"),
      maxOwners: field("maxOwners"),
      constituencies: field("constituencies"),
    },
  };
}

async function guardPin(
  provider: Provider,
  record: ContractsRecord,
  pin: "guardedSetup" | "multiSendCallOnly",
): Promise<GuardPinState> {
  const address = (await contractAt(provider, record, "GovernanceGuard").getFunction(pin).staticCall()) as string;
  const code = await provider.getCode(address);
  return {
    address,
    codehash: keccak256(code),
    ...(pin === "multiSendCallOnly" ? { official: isOfficialCode(pin, address, code) } : {}),
  };
}

function logsOf(record: ContractsRecord, name: SuiteContract, logs: readonly Log[]): Log[] {
  return logs.filter(({ address }) => address === record.contracts[name].address);
}

type RawPolicy = Readonly<Record<keyof ApprovalPolicy, bigint | boolean>>;

function plainPolicy(policy: RawPolicy): ApprovalPolicy {
  const field = (name: keyof ApprovalPolicy): number => Number(policy[name]);
  return {
    approverRole: field("approverRole"),
    secondApproverRole: field("secondApproverRole"),
    minSigners: field("minSigners"),
    needsAcknowledgement: policy.needsAcknowledgement === true,
    constituencies: field("constituencies"),
    approvalWindow: field("approvalWindow"),
    delay: field("delay"),
    executionWindow: field("executionWindow"),
    rollbackWindow: field("rollbackWindow"),
    maintenanceNotice: field("maintenanceNotice"),
  };
}
