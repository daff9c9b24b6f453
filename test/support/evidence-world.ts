import { createRequire } from "node:module";

import {
  AbiCoder,
  concat,
  ContractFactory,
  getBytes,
  id,
  Interface,
  keccak256,
  toBeHex,
  toQuantity,
  Wallet,
  zeroPadValue,
  ZeroAddress,
} from "ethers";
import type { BaseContract, Signer } from "ethers";
import { network } from "hardhat";

import { type SuiteContract, suiteContracts, suiteInterface } from "#lib/abi/suite-interface";
import { type ContractsRecord, contractsRecordSchema, type CouncilName } from "#lib/deployment/contracts-record";
import { safeSlots } from "#lib/evidence/safe-code";
import type { RpcSender } from "#lib/chain/rpc-node";
import { hashSafeTransaction } from "#lib/evidence/safe-transaction";

const require = createRequire(import.meta.url);
/** Of the mapping `approvedHashes` in a Safe's storage. */
const APPROVED_HASHES_SLOT = 8;
const SAFE_ARTIFACTS = "@safe-global/safe-smart-account/build/artifacts/contracts/";

/** How an owner signs. */
export type SigningWay = "eip712" | "ethSign" | "highS" | "executor" | "approvedHash" | "contract";

/** Code that answers any call with EIP-1271's magic value. */
export const YES_MAN = "0x631626ba7e60e01b5f5260205ff3";

export interface SafeCallOrder {
  readonly to: string;
  readonly data: string;
  readonly operation?: number;
  /** Numbers of the owners that sign, in the council's list; the first ones up to the threshold by default. */
  readonly signers?: readonly number[];
  readonly ways?: readonly SigningWay[];
}

interface Artifact {
  readonly abi: never[];
  readonly bytecode: string;
}

/** More than an event of a repetition takes. */
const GAS_EACH = 60_000;

const COUNCILS: Readonly<Record<CouncilName, { owners: number; threshold: number; role: number; name: string }>> = {
  technical: { owners: 3, threshold: 2, role: 3, name: "TECHNICAL_COMMITTEE" },
  governance: { owners: 5, threshold: 3, role: 2, name: "GOVERNANCE_COUNCIL" },
  emergency: { owners: 3, threshold: 2, role: 4, name: "EMERGENCY_COUNCIL" },
  sovereign: { owners: 5, threshold: 3, role: 1, name: "SOVEREIGN_AUTHORITY" },
  program: { owners: 3, threshold: 2, role: 7, name: "PROGRAM_AUTHORITY" },
};

/**
 * A chain with real Safes, and stubs at the suite's addresses that say whatever a test wants: also lies, which no contract
 * of the suite would tell.
 */
export class EvidenceWorld {
  readonly node: RpcSender;
  readonly record: ContractsRecord;
  readonly #deployer: Signer;
  readonly #stubAbi: Interface;
  /** Whether somebody chose the time of the next block. */
  #isTimed = false;

  private constructor(node: RpcSender, deployer: Signer, record: ContractsRecord, stubAbi: Interface) {
    this.node = node;
    this.#deployer = deployer;
    this.record = record;
    this.#stubAbi = stubAbi;
  }

  /** @param url A node to use instead of an embedded chain. */
  static async create(url?: string): Promise<EvidenceWorld> {
    const { ethers } = await network.create(url === undefined ? undefined : { network: "anvil", override: { url } });
    const [deployer] = await ethers.getSigners();
    if (deployer === undefined) throw new Error("no account");
    const stubFactory = await ethers.getContractFactory("EvidenceStub");
    const stub = await addressOnceMined(stubFactory.deploy());
    const proxy = require("@openzeppelin/contracts/build/contracts/ERC1967Proxy.json") as Artifact;
    const safes = await deploySafes(deployer);
    const node: RpcSender = { send: async (method, params) => (await ethers.provider.send(method, params)) as unknown };
    const codehash = async (address: string): Promise<string> => keccak256(await ethers.provider.getCode(address));
    const contracts: Record<string, unknown> = {};
    for (const name of suiteContracts) {
      const plain = name === "GovernanceGuard" || name === "EmergencyController";
      const address = plain
        ? await addressOnceMined(stubFactory.deploy())
        : await addressOnceMined(new ContractFactory(proxy.abi, proxy.bytecode, deployer).deploy(stub, "0x12345678"));
      contracts[name] = {
        address,
        implementation: plain ? null : stub,
        codehash: await codehash(address),
        implementationCodehash: plain ? null : await codehash(stub),
      };
    }
    const guard = (contracts["GovernanceGuard"] as { address: string }).address;
    for (const safe of Object.values(safes.safes)) {
      for (const slot of [safeSlots.guard, safeSlots.moduleGuard]) {
        await node.send("hardhat_setStorageAt", [safe.address, slot, zeroPadValue(guard, 32)]);
      }
    }
    const record = contractsRecordSchema.parse({
      schema: "sign.contracts.v1",
      chainId: Number((await ethers.provider.getNetwork()).chainId),
      deployedAtBlock: 1,
      contracts,
      ...safes,
    });
    return new EvidenceWorld(node, deployer, record, stubFactory.interface);
  }

  /** Seats, roles, councils and policies as a deployment would record them. */
  async found(): Promise<void> {
    for (const [name, { role, threshold, owners }] of Object.entries(COUNCILS)) {
      const { address } = this.record.safes[name as CouncilName];
      await this.say("RoleRegistry", "RoleGranted", [role, address, 0, 1, true]);
      await this.say("RoleRegistry", "MandateSet", [role, address, 4_000_000_000]);
      const constituencies = name === "governance" ? 0b110 : 0;
      await this.say("GovernanceGuard", "CouncilRegistered", [
        address,
        role,
        threshold,
        owners,
        owners,
        constituencies,
      ]);
      for (const [index, owner] of this.record.safes[name as CouncilName].birth.owners.entries()) {
        await this.say("RoleRegistry", "SeatAssigned", [address, owner, index + 1, (index % 2) + 1]);
      }
    }
    await this.say("ChangeManager", "PolicySet", [2, 1, 1, policy(3, 2, 0)]);
    await this.say("ChangeManager", "PolicySet", [3, 1, 1, policy(2, 3, 0)]);
  }

  address(contract: SuiteContract): string {
    return this.record.contracts[contract].address;
  }

  async now(): Promise<number> {
    const block = (await this.node.send("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
    return Number(block.timestamp);
  }

  /** The timestamp of the next block. */
  async at(timestamp: number): Promise<void> {
    this.#isTimed = true;
    await this.node.send("evm_setNextBlockTimestamp", [timestamp]);
  }

  /** Time goes by. */
  async pass(seconds: number): Promise<void> {
    await this.at((await this.now()) + seconds);
    await this.node.send("evm_mine", []);
    this.#isTimed = false;
  }

  /** A contract of the suite emits an event, in its chain. */
  async say(contract: SuiteContract, event: string, args: readonly unknown[]): Promise<void> {
    const { topics, data } = suiteInterface(contract).encodeEventLog(event, [...args]);
    await this.sayRaw(contract, topics, data);
  }

  async sayRaw(contract: SuiteContract, topics: readonly string[], data: string): Promise<void> {
    await this.#send(this.address(contract), this.#stubAbi.encodeFunctionData("say", [topics, data]));
  }

  /** A contract emits an event many times in one transaction, each time with another last indexed argument. */
  async repeat(contract: SuiteContract, event: string, args: readonly unknown[], count: number): Promise<void> {
    await this.#send(this.address(contract), this.#repetition(contract, event, args, count));
  }

  /** As {@link repeat}, without waiting until it is mined. */
  async sendRepeat(contract: SuiteContract, event: string, args: readonly unknown[], count: number): Promise<void> {
    const data = this.#repetition(contract, event, args, count);
    const from = await this.#deployer.getAddress();
    const gas = toQuantity(GAS_EACH * count);
    await this.node.send("eth_sendTransaction", [{ from, to: this.address(contract), data, gas }]);
  }

  #repetition(contract: SuiteContract, event: string, args: readonly unknown[], count: number): string {
    const { topics, data } = suiteInterface(contract).encodeEventLog(event, [...args]);
    return this.#stubAbi.encodeFunctionData("repeat", [topics, data, count]);
  }

  /** Several contracts emit events in one transaction, in this order. */
  async sayTogether(events: readonly (readonly [SuiteContract, string, readonly unknown[]])[]): Promise<void> {
    const calls = events.map(([contract, event, args]) => {
      const { topics, data } = suiteInterface(contract).encodeEventLog(event, [...args]);
      return { to: this.address(contract), data: this.#stubAbi.encodeFunctionData("say", [topics, data]) };
    });
    await this.#send(this.record.safeContracts.multiSendCallOnly, multiSendData(calls));
  }

  async setStorage(contract: SuiteContract, slot: string, word: string): Promise<void> {
    await this.node.send("hardhat_setStorageAt", [this.address(contract), slot, word]);
  }

  /** Emits an event that the chain of the contract does not know. */
  async smuggle(contract: SuiteContract, topic0: string, data: string): Promise<void> {
    await this.#send(this.address(contract), this.#stubAbi.encodeFunctionData("smuggle", [topic0, data]));
  }

  /** The next call of any function of a contract emits this. */
  async prime(contract: SuiteContract, event: string, args: readonly unknown[]): Promise<void> {
    const { topics, data } = suiteInterface(contract).encodeEventLog(event, [...args]);
    await this.#send(this.address(contract), this.#stubAbi.encodeFunctionData("prime", [topics, data]));
  }

  /** Hash of the transaction that a Safe would execute next. */
  async hashOf(council: CouncilName, { to, data, operation = 0 }: SafeCallOrder): Promise<string> {
    const { address } = this.record.safes[council];
    const nonce = Number(await this.node.send("eth_getStorageAt", [address, safeSlots.nonce, "latest"]));
    return hashSafeTransaction(fieldsOf(to, data, operation), nonce, address, this.record.chainId);
  }

  /** An owner approves the Safe's next transaction on the Safe itself. */
  async approveHash(council: CouncilName, owner: number, order: SafeCallOrder): Promise<void> {
    const data = new Interface(safeArtifact("SafeL2.sol/SafeL2.json").abi).encodeFunctionData("approveHash", [
      await this.hashOf(council, order),
    ]);
    await this.#sendAs(walletOf(council, owner), this.record.safes[council].address, data);
  }

  async execute(council: CouncilName, order: SafeCallOrder): Promise<void> {
    const { address, birth } = this.record.safes[council];
    const hash = await this.hashOf(council, order);
    const numbers = order.signers ?? Array.from({ length: birth.threshold }, (_, index) => index);
    const { abi } = safeArtifact("SafeL2.sol/SafeL2.json");
    const signers = numbers
      .map((number, index) => ({ wallet: walletOf(council, number), way: order.ways?.[index] ?? "eip712" }))
      .sort((a, b) => (BigInt(a.wallet.address) < BigInt(b.wallet.address) ? -1 : 1));
    const fields = fieldsOf(order.to, order.data, order.operation ?? 0);
    const data = new Interface(abi).encodeFunctionData("execTransaction", [
      ...Object.values(fields),
      signaturesOf(signers, hash),
    ]);
    const executor = order.ways?.indexOf("executor") ?? -1;
    if (executor < 0) await this.#send(address, data);
    else await this.#sendAs(walletOf(council, numbers[executor] ?? 0), address, data);
  }

  /** A second a block, so that no story depends on how fast the machine is. */
  async #tick(): Promise<void> {
    if (!this.#isTimed) await this.at((await this.now()) + 1);
    this.#isTimed = false;
  }

  async #sendAs(wallet: Wallet, to: string, data: string): Promise<void> {
    await this.#tick();
    await this.node.send("hardhat_setBalance", [wallet.address, toBeHex(10n ** 20n)]);
    const nonce = Number(await this.node.send("eth_getTransactionCount", [wallet.address, "latest"]));
    const { chainId } = this.record;
    const transaction = {
      to,
      data,
      nonce,
      chainId,
      type: 2,
      gasLimit: 2_000_000,
      maxFeePerGas: 10n ** 11n,
      maxPriorityFeePerGas: 1n,
    };
    const hash = await this.node.send("eth_sendRawTransaction", [await wallet.signTransaction(transaction)]);
    // A node answers before it mines: the next step may set the time of the next block.
    await this.#deployer.provider?.waitForTransaction(String(hash));
  }

  async #send(to: string, data: string): Promise<void> {
    await this.#tick();
    const response = await this.#deployer.sendTransaction({ to, data });
    await response.wait();
  }
}

export function walletOf(council: CouncilName, number: number): Wallet {
  return new Wallet(id(`${council}-${number}`));
}

/** Where a Safe keeps that `owner` approved `hash`. */
export function approvedHashSlot(owner: string, hash: string): string {
  const ofOwner = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [owner, APPROVED_HASHES_SLOT]));
  return keccak256(concat([hash, ofOwner]));
}

export function policy(approverRole: number, minSigners: number, constituencies: number): unknown[] {
  return [approverRole, 0, minSigners, false, constituencies, 86_400, 3_600, 86_400, 86_400, 0];
}

export function safeArtifact(path: string): Artifact {
  return require(SAFE_ARTIFACTS + path) as Artifact;
}

/** Calls in one, for `MultiSendCallOnly`. */
export function multiSendData(calls: readonly { readonly to: string; readonly data: string }[]): string {
  const entries = calls.map(({ to, data }) =>
    concat(["0x00", to, toBeHex(0, 32), toBeHex((data.length - 2) / 2, 32), data]),
  );
  const abi = new Interface(["function multiSend(bytes transactions)"]);
  return abi.encodeFunctionData("multiSend", [concat(entries)]);
}

function fieldsOf(to: string, data: string, operation: number) {
  const zero = { safeTxGas: "0", baseGas: "0", gasPrice: "0", gasToken: ZeroAddress, refundReceiver: ZeroAddress };
  return { to, value: "0", data, operation, ...zero };
}

/** One record of 65 bytes for each signer; what a contract is asked about follows, where its record says. */
function signaturesOf(signers: readonly { wallet: Wallet; way: SigningWay }[], hash: string): string {
  const end = signers.length * 65;
  const records = signers.map(({ wallet, way }) => sign(wallet, hash, way, end));
  return concat([...records, ...(signers.some(({ way }) => way === "contract") ? [toBeHex(0, 32)] : [])]);
}

function sign(wallet: Wallet, hash: string, way: SigningWay, end: number): string {
  const named = (s: number, v: string): string => concat([zeroPadValue(wallet.address, 32), toBeHex(s, 32), v]);
  if (way === "executor" || way === "approvedHash") return named(0, "0x01");
  if (way === "contract") return named(end, "0x00");
  const digest = way === "ethSign" ? keccak256(concat([Buffer.from("\x19Ethereum Signed Message:\n32"), hash])) : hash;
  const { r, s, v } = wallet.signingKey.sign(getBytes(digest));
  if (way === "highS") {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    return concat([r, toBeHex(order - BigInt(s), 32), toBeHex(55 - v, 1)]);
  }
  return concat([r, s, toBeHex(way === "ethSign" ? v + 4 : v, 1)]);
}

async function deploySafes(deployer: Signer): Promise<Pick<ContractsRecord, "safes" | "safeContracts">> {
  const deploy = async (path: string): Promise<string> => {
    const { abi, bytecode } = safeArtifact(path);
    return addressOnceMined(new ContractFactory(abi, bytecode, deployer).deploy());
  };
  const singleton = await deploy("SafeL2.sol/SafeL2.json");
  const proxyFactory = await deploy("proxies/SafeProxyFactory.sol/SafeProxyFactory.json");
  const multiSendCallOnly = await deploy("libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json");
  const fallbackHandler = await deploy("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json");
  const singletonAbi = new Interface(safeArtifact("SafeL2.sol/SafeL2.json").abi);
  const factory = new ContractFactory(
    safeArtifact("proxies/SafeProxyFactory.sol/SafeProxyFactory.json").abi,
    "0x",
    deployer,
  ).attach(proxyFactory) as BaseContract & {
    readonly createProxyWithNonce: {
      (singleton: string, setup: string, salt: number): Promise<{ wait: () => Promise<unknown> }>;
      readonly staticCall: (singleton: string, setup: string, salt: number) => Promise<string>;
    };
  };
  const safes: Record<string, unknown> = {};
  for (const [name, { owners: count, threshold, role, name: roleName }] of Object.entries(COUNCILS)) {
    const owners = Array.from({ length: count }, (_, index) => walletOf(name as CouncilName, index).address);
    const nothing = [ZeroAddress, "0x", fallbackHandler, ZeroAddress, 0, ZeroAddress];
    const setup = singletonAbi.encodeFunctionData("setup", [owners, threshold, ...nothing]);
    const address = await factory.createProxyWithNonce.staticCall(singleton, setup, role);
    await (await factory.createProxyWithNonce(singleton, setup, role)).wait();
    const birth = { factory: proxyFactory, singleton, owners, threshold, fallbackHandler, saltNonce: String(role) };
    safes[name] = { address, councilId: role, role: roleName, birth };
  }
  const other = fallbackHandler;
  return {
    safes: safes as ContractsRecord["safes"],
    safeContracts: {
      singleton,
      proxyFactory,
      multiSend: other,
      multiSendCallOnly,
      fallbackHandler,
      signMessageLib: other,
      createCall: other,
      simulateTxAccessor: other,
      guardedSetup: other,
    },
  };
}

/** A node answers before it mines: who asks for the code at once may find none. */
async function addressOnceMined(deployment: Promise<BaseContract>): Promise<string> {
  return (await (await deployment).waitForDeployment()).getAddress();
}

/** Content of a change for tests, and its id as the ChangeManager computes it. */
export function changeOf(
  world: EvidenceWorld,
  proposer: string,
  changeClass: number,
  overrides: Readonly<Record<string, unknown>> = {},
): { readonly change: Readonly<Record<string, unknown>>; readonly id: string } {
  const artifact = (name: string): string => id(name);
  const change = {
    class: changeClass,
    irreversible: true,
    calls: [],
    rollback: [],
    artifacts: {
      request: artifact("request"),
      securityImpact: artifact("security"),
      availabilityImpact: artifact("availability"),
      privacyImpact: artifact("privacy"),
      rollbackPlan: artifact("rollback"),
    },
    pins: [],
    incident: toBeHex(0, 32),
    salt: id("salt"),
    version: "1.2.3",
    uri: "",
    ...overrides,
  };
  const type = suiteInterface("ChangeManager").getEvent("ChangeProposed")?.inputs.at(-1);
  if (type === undefined) throw new Error("no ChangeProposed");
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ["uint256", "address", "address", type],
    [world.record.chainId, world.address("ChangeManager"), proposer, change],
  );
  return { change, id: keccak256(encoded) };
}
