import { Contract, type Signer } from "ethers";

import type { TaskContext } from "./run-task.ts";

import { suiteInterface } from "#lib/abi/suite-interface";
import { ethersProvider, requireChain } from "#lib/chain/connection";
import type { RawProvider } from "#lib/change/simulate";
import { contractsRecordPath, readContractsRecord, type ContractsRecord } from "#lib/deployment/contracts-record";
import { requireDeployed } from "#lib/deployment/open-deployment";
import { SuiteError } from "#lib/errors/suite-error";
import { parseAddress } from "#lib/input/parse-address";
import { parseInteger } from "#lib/input/parse-integer";
import { openJournal } from "#lib/journal/journal";
import { configuredSigners, pickSigner } from "#lib/transaction/configured-signers";
import type { Sending } from "#lib/transaction/send-transaction";

/** A deployment and a node that serves its chain. */
export interface OpenSuite {
  readonly record: ContractsRecord;
  readonly provider: RawProvider;
}

/** Options of tasks that send; see `sendingTask`. */
export interface SendingArguments {
  readonly account: string;
  readonly confirmations: string;
  /** Seconds; see `Sending`. */
  readonly patience: string;
}

/** Opens the deployment, and refuses a node that serves another chain, or one without the contracts of the files. */
export async function openSuite(context: TaskContext): Promise<OpenSuite> {
  const record = readContractsRecord(context.deploymentDirectory);
  const node = await context.node();
  await requireChain(node, record.chainId, contractsRecordPath(context.deploymentDirectory));
  const provider = ethersProvider(node, record.chainId);
  await requireDeployed(provider, record);
  return { record, provider };
}

/** Local signers of the chosen network, without asking the node anything. */
export async function networkSigners({ hre, networkName }: TaskContext): Promise<readonly Signer[]> {
  const config = hre.config.networks[networkName];
  if (config !== undefined) return configuredSigners(config.accounts);
  throw new SuiteError({
    code: "input/unknown-network",
    message: `"${networkName}" is no network of hardhat.config.ts.`,
    hint: `Use one of ${Object.keys(hre.config.networks).join(", ")}.`,
    details: { networkName },
  });
}

/**
 * What a sending step needs, with the account that the person named, or the first configured one that holds `role`.
 *
 * @param role Id of the role that the step needs; undefined when any account will do.
 */
export async function openSending(
  context: TaskContext,
  suite: OpenSuite,
  { account, confirmations, patience }: SendingArguments,
  role?: bigint,
): Promise<Sending> {
  const depth = Number(parseInteger(confirmations, "--confirmations"));
  const seconds = Number(parseInteger(patience, "--patience"));
  const named = account === "" ? undefined : parseAddress(account, "--account");
  const signers = await networkSigners(context);
  const signer =
    named === undefined && role !== undefined
      ? await signerWithRole(suite, signers, role)
      : await pickSigner(signers, named);
  const { chainId } = suite.record;
  return {
    provider: suite.provider,
    signer,
    chainId,
    journal: openJournal(context.deploymentDirectory, chainId, await signer.getAddress()),
    reporter: context.reporter,
    confirmations: depth,
    patience: seconds,
  };
}

async function signerWithRole(
  { provider, record }: OpenSuite,
  signers: readonly Signer[],
  role: bigint,
): Promise<Signer> {
  const registry = new Contract(record.contracts.RoleRegistry.address, suiteInterface("RoleRegistry"), provider);
  for (const signer of signers) {
    const [holds] = (await registry.getFunction("hasRole").staticCall(role, await signer.getAddress())) as [boolean];
    if (holds) return signer;
  }
  throw new SuiteError({
    code: "input/no-key",
    message: `None of this network's ${String(signers.length)} keys holds role ${role.toString()}.`,
    hint: "Add the key under accounts of the network in hardhat.config.ts, or name another account with --account.",
    details: { role },
  });
}
