import { Contract, type Log, type LogDescription, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import { changeId, fromAbi, type Change, type ChangeContext } from "#lib/change/change";
import { changeClasses, changeStatuses, type ChangeClass, type ChangeStatus } from "#lib/change/change-class";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** A change as the chain tells it: the content comes from the proposal's event, and its hash is the id. */
export interface ProposedChange {
  readonly id: string;
  readonly change: Change;
  readonly context: ChangeContext;
  readonly approveBy: number;
  readonly transactionHash: string;
  readonly blockNumber: number;
}

/** `ChangeRecord` of the contract. */
export interface ChangeRecord {
  readonly status: ChangeStatus;
  readonly class: ChangeClass;
  readonly flags: number;
  readonly policyVersion: number;
  readonly approveBy: number;
  readonly readyAt: number;
  /** Before execution the end of its window; afterwards the end of the rollback window. */
  readonly deadline: number;
}

/** `ApprovalPolicy` of the contract, the fields that tools read. */
export interface ApprovalPolicy {
  readonly approverRole: bigint;
  readonly secondApproverRole: bigint;
  readonly minSigners: number;
  readonly needsAcknowledgement: boolean;
  readonly maintenanceNotice: number;
  readonly delay: number;
  readonly executionWindow: number;
  readonly rollbackWindow: number;
  readonly version: number;
}

/** One thing that happened to a change. */
export interface ChangeEvent {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly transactionHash: string;
  readonly blockNumber: number;
}

export function changeManagerAt(provider: Provider, record: ContractsRecord): Contract {
  return new Contract(record.contracts.ChangeManager.address, suiteInterface("ChangeManager"), provider);
}

/** The status now, by the clock of the latest block. */
export async function readStatus(provider: Provider, record: ContractsRecord, id: string): Promise<ChangeStatus> {
  const index = (await changeManagerAt(provider, record).getFunction("statusOf").staticCall(id)) as bigint;
  return changeStatuses[Number(index)] ?? "None";
}

/** The round that an approval given now must name; signatures given for an earlier one count no more. */
export async function readRound(provider: Provider, record: ContractsRecord, id: string): Promise<number> {
  return Number((await changeManagerAt(provider, record).getFunction("roundOf").staticCall(id)) as bigint);
}

export async function readRecord(provider: Provider, record: ContractsRecord, id: string): Promise<ChangeRecord> {
  const answer = (await changeManagerAt(provider, record).getFunction("recordOf").staticCall(id)) as Result;
  const {
    status,
    flags,
    policyVersion,
    approveBy,
    readyAt,
    deadline,
    class: classIndex,
  } = answer.toObject() as Record<string, bigint>;
  return {
    status: changeStatuses[Number(status)] ?? "None",
    class: changeClasses[Number(classIndex)] ?? "DocOnly",
    flags: Number(flags),
    policyVersion: Number(policyVersion),
    approveBy: Number(approveBy),
    readyAt: Number(readyAt),
    deadline: Number(deadline),
  };
}

export async function readPolicy(
  provider: Provider,
  record: ContractsRecord,
  changeClass: ChangeClass,
): Promise<ApprovalPolicy> {
  const [policy, version] = (await changeManagerAt(provider, record)
    .getFunction("policyOf")
    .staticCall(changeClasses.indexOf(changeClass))) as [Result, bigint];
  const fields = policy.toObject() as Record<string, bigint | boolean>;
  return {
    approverRole: BigInt(fields["approverRole"] ?? 0),
    secondApproverRole: BigInt(fields["secondApproverRole"] ?? 0),
    minSigners: Number(fields["minSigners"]),
    needsAcknowledgement: fields["needsAcknowledgement"] === true,
    maintenanceNotice: Number(fields["maintenanceNotice"]),
    delay: Number(fields["delay"]),
    executionWindow: Number(fields["executionWindow"]),
    rollbackWindow: Number(fields["rollbackWindow"]),
    version: Number(version),
  };
}

/**
 * Rebuilds a change from the event of its proposal, and checks that its content hashes to the id: a node that invents
 * content is found out.
 *
 * @throws SuiteError `input/unknown-change`, `conflict/change-id`.
 */
export async function findChange(provider: Provider, record: ContractsRecord, id: string): Promise<ProposedChange> {
  const [log] = await changeLogs(provider, record, "ChangeProposed", id);
  if (log === undefined) {
    throw new SuiteError({
      code: "input/unknown-change",
      message: `The ChangeManager knows no change ${id}.`,
      hint: "Check the id and the network; list changes with: npx hardhat change list",
      details: { id, changeManager: record.contracts.ChangeManager.address },
    });
  }
  return proposalOf(log, record);
}

/** Every proposal, oldest first. */
export async function listProposals(provider: Provider, record: ContractsRecord): Promise<ProposedChange[]> {
  return (await changeLogs(provider, record, "ChangeProposed")).map((log) => proposalOf(log, record));
}

/** Everything that happened to a change, in order. */
export async function changeHistory(provider: Provider, record: ContractsRecord, id: string): Promise<ChangeEvent[]> {
  const abi = suiteInterface("ChangeManager");
  const logs = await getLogs(provider, record, [null, id]);
  return logs.flatMap((log) => {
    const parsed = abi.parseLog(log);
    if (parsed === null) return [];
    return [
      {
        name: parsed.name,
        args: eventArgs(parsed),
        transactionHash: log.transactionHash,
        blockNumber: log.blockNumber,
      },
    ];
  });
}

function proposalOf(log: Log, record: ContractsRecord): ProposedChange {
  const parsed = suiteInterface("ChangeManager").parseLog(log);
  if (parsed === null) throw new TypeError("A log of ChangeProposed does not decode.");
  const id = parsed.args["id"] as string;
  const change = fromAbi(parsed.args["change"] as Result);
  const context = {
    chainId: record.chainId,
    changeManager: record.contracts.ChangeManager.address,
    proposer: parsed.args["proposer"] as string,
  };
  const recomputed = changeId(context, change);
  if (recomputed !== id) {
    throw new SuiteError({
      code: "conflict/change-id",
      message: `The event of change ${id} holds content whose id is ${recomputed}.`,
      hint: "The node does not tell the truth, or serves another chain. Ask another node.",
      details: { id, recomputed, transactionHash: log.transactionHash },
    });
  }
  return {
    id,
    change,
    context,
    approveBy: Number(parsed.args["approveBy"]),
    transactionHash: log.transactionHash,
    blockNumber: log.blockNumber,
  };
}

function changeLogs(provider: Provider, record: ContractsRecord, event: string, id?: string): Promise<Log[]> {
  const topic = suiteInterface("ChangeManager").getEvent(event)?.topicHash ?? null;
  return getLogs(provider, record, id === undefined ? [topic] : [topic, id]);
}

async function getLogs(provider: Provider, record: ContractsRecord, topics: (string | null)[]): Promise<Log[]> {
  return readLogs({
    provider,
    address: record.contracts.ChangeManager.address,
    topics,
    fromBlock: record.deployedAtBlock,
    toBlock: await provider.getBlockNumber(),
  });
}

function eventArgs({ args, fragment }: LogDescription): Record<string, unknown> {
  return Object.fromEntries(
    fragment.inputs.flatMap((input, index) => (input.name === "change" ? [] : [[input.name, args[index] as unknown]])),
  );
}
