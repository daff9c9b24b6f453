import { Interface, concat, keccak256, type InterfaceAbi } from "ethers";

import type { CallArgument, WrittenCall } from "#lib/calls/encode-call";
import { implementationOf } from "#lib/change/pins";
import type { ContractName, ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";

/** What a compiler leaves of a contract, as far as an upgrade needs it. */
export interface CompiledContract {
  readonly contractName: string;
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly immutableReferences?: Readonly<
    Record<string, readonly { readonly start: number; readonly length: number }[]>
  >;
}

/** The calls of an upgrade and of its rollback. */
export interface UpgradeCalls {
  readonly implementation: string;
  readonly previous: string;
  readonly calls: readonly WrittenCall[];
  readonly rollback: readonly WrittenCall[];
}

const SIGNATURE = "upgradeToAndCall(address,bytes)";

/**
 * Deploys a new implementation and writes the calls that install it and that bring the old one back.
 *
 * The layouts must have been validated before: see `requireRunning`.
 *
 * @throws SuiteError `input/constructor-arguments`, those of `sendTransaction`.
 */
export async function prepareUpgrade(
  sending: Sending,
  record: ContractsRecord,
  {
    proxy,
    next,
    constructorArgs,
  }: {
    readonly proxy: ContractName;
    readonly next: CompiledContract;
    readonly constructorArgs?: readonly CallArgument[];
  },
): Promise<UpgradeCalls> {
  const { address } = record.contracts[proxy];
  const previous = await implementationOf(sending.provider, address);
  const implementation = await deployImplementation(sending, record, next, constructorArgs);
  const call = (target: string): WrittenCall => ({
    target: proxy,
    function: SIGNATURE,
    args: [target, "0x"],
    value: "0",
  });
  return { implementation, previous, calls: [call(implementation)], rollback: [call(previous)] };
}

/**
 * Refuses to validate a storage layout against sources that are not what runs.
 *
 * @param current The compiled contract that the proxy is supposed to run.
 * @throws SuiteError `refused/reference-differs`.
 */
export async function requireRunning(
  { provider }: Pick<Sending, "provider">,
  record: ContractsRecord,
  proxy: ContractName,
  current: CompiledContract,
): Promise<void> {
  const implementation = await implementationOf(provider, record.contracts[proxy].address);
  const code = await provider.getCode(implementation);
  if (withoutImmutables(code, current) === withoutImmutables(current.deployedBytecode, current)) return;
  throw new SuiteError({
    code: "refused/reference-differs",
    message: `${proxy} runs ${implementation}, whose code is not that of ${current.contractName} as compiled here.`,
    hint: "Check out the sources of the running release, or name the contract that runs with --reference.",
    details: { proxy, implementation, reference: current.contractName },
  });
}

async function deployImplementation(
  sending: Sending,
  record: ContractsRecord,
  next: CompiledContract,
  constructorArgs: readonly CallArgument[] | undefined,
): Promise<string> {
  const abi = new Interface(next.abi);
  const args =
    constructorArgs ?? abi.deploy.inputs.map((input) => knownArgument(input.name, record, next.contractName));
  let data: string;
  try {
    data = concat([next.bytecode, abi.encodeDeploy(args)]);
  } catch (cause) {
    throw new SuiteError({
      code: "input/constructor-arguments",
      message: `${JSON.stringify(args)} does not fit the constructor of ${next.contractName}.`,
      hint: `It takes ${abi.deploy.inputs.map((input) => input.format("full")).join(", ") || "nothing"}.`,
      details: { contract: next.contractName, args },
      cause,
    });
  }
  const { receipt } = await sendTransaction(sending, {
    key: `deploy:${keccak256(data)}`,
    action: `The deployment of ${next.contractName}`,
    to: null,
    data,
  });
  if (receipt.contractAddress === null) throw new TypeError("The receipt of a deployment names no contract.");
  return receipt.contractAddress;
}

/** Implementations of the suite take other contracts of it, by these names. */
function knownArgument(name: string, record: ContractsRecord, contract: string): string {
  const known: Readonly<Record<string, string>> = {
    registry: record.contracts.RoleRegistry.address,
    guard: record.contracts.GovernanceGuard.address,
    emergency: record.contracts.EmergencyController.address,
    modes: record.contracts.EmergencyController.address,
    keys: record.contracts.KeyRegistry.address,
    accreditations: record.contracts.AccreditationRegistry.address,
    programs: record.contracts.ProgramRegistry.address,
    changeManager: record.contracts.ChangeManager.address,
  };
  const value = known[name.replace(/_$/, "")];
  if (value !== undefined) return value;
  throw new SuiteError({
    code: "input/constructor-arguments",
    message: `The constructor of ${contract} takes "${name}", which the deployment does not tell.`,
    hint: 'Give all arguments as a JSON list with --constructor-args, for example ["0x…", "7"].',
    details: { contract, name },
  });
}

function withoutImmutables(code: string, { immutableReferences }: CompiledContract): string {
  const bytes = Buffer.from(code.slice(2), "hex");
  for (const { start, length } of Object.values(immutableReferences ?? {}).flat()) {
    // Foreign code may be shorter than what the references of the compiled contract point into.
    bytes.fill(0, Math.min(start, bytes.length), Math.min(start + length, bytes.length));
  }
  return bytes.toString("hex");
}
