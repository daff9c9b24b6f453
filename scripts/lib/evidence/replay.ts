import { dataSlice, getAddress, type Interface } from "ethers";

import type { ProvenLog } from "#lib/evidence/chain-data";
import { changeClasses, type ChangeFile, ChangeHistory } from "#lib/evidence/change-history";
import { describeCallData } from "#lib/evidence/describe-call-data";
import { describeEvent, type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import type { Deployment } from "#lib/evidence/deployment-format";
import type { Approval, EventLine } from "#lib/evidence/format";
import { GovernanceState } from "#lib/evidence/governance-state";
import { genesisHead, isChained, nextHead } from "#lib/evidence/hash-chain";
import { IncidentHistory } from "#lib/evidence/incident-history";
import { RegisterHistory } from "#lib/evidence/register-history";
import type { ReadCall } from "#lib/evidence/register-record";
import { ClaimError, type Place } from "#lib/evidence/report";
import { SettlementHistory } from "#lib/evidence/settlement-history";
import { readSignatures } from "#lib/evidence/safe-signatures";
import {
  afterCall,
  callsOf,
  readSafeTransaction,
  safeInterface,
  type SafeOwners,
} from "#lib/evidence/safe-transaction";
import type { Trust } from "#lib/evidence/trust";

/** Where an ABI comes from: the verifier's own copy, never the bundle. */
export type AbiSource = (contract: string) => Interface | undefined;

/** What the suite's history says at one log; `history` is live and stands just after it. */
export type Step =
  | {
      readonly kind: "event";
      readonly line: EventLine;
      readonly described: DescribedEvent | null;
      readonly log: ProvenLog;
    }
  | { readonly kind: "safe"; readonly approval: Approval; readonly before: SafeTransactionCount }
  | {
      readonly kind: "outcome";
      readonly safe: string;
      readonly name: string;
      readonly log: ProvenLog;
      readonly known: boolean;
    };

interface SafeTransactionCount extends SafeOwners {
  readonly nonce: number;
}

/** Everything folded so far. */
export class History {
  readonly governance = new GovernanceState();
  readonly changes = new ChangeHistory();
  readonly incidents = new IncidentHistory();
  readonly settlements = new SettlementHistory();
  readonly registers = new RegisterHistory();
  readonly safes = new Map<string, SafeTransactionCount>();
  readonly heads = new Map<string, { readonly head: string; readonly sequence: number }>();
  /** Safe transactions by hash. */
  readonly approvals = new Map<string, Approval>();
  /** Of each transaction of the chain, those that it carried, in their order. */
  readonly #carried = new Map<string, Approval[]>();
  /** Who approved which hash on a Safe's own books. */
  readonly #approvedHashes = new Set<string>();

  constructor(trust: Trust) {
    for (const { address, owners, threshold } of Object.values(trust.safes)) {
      this.safes.set(address, { owners, threshold, nonce: 0 });
    }
  }

  add(approval: Approval): void {
    const carried = this.#carried.get(approval.transactionHash) ?? [];
    carried.push(approval);
    this.#carried.set(approval.transactionHash, carried);
    this.approvals.set(approval.safeTxHash, approval);
  }

  approveHash(safe: string, owner: string, hash: string): void {
    this.#approvedHashes.add(`${safe} ${owner} ${hash}`);
  }

  /** Whether `owner` approved the hash by a transaction of his own to the Safe, up to now. */
  hasApproved(safe: string, owner: string, hash: string): boolean {
    return this.#approvedHashes.has(`${safe} ${owner} ${hash}`);
  }

  /** The transaction of `safe` during which `log` was emitted. */
  transactionOf(safe: string, log: ProvenLog): Approval | undefined {
    return this.#before(log).findLast((item) => item.safe === safe);
  }

  /** Safe transactions that called the contract of `log` before, in the same transaction. */
  callersOf(log: ProvenLog, { multiSendCallOnly }: Trust): string[] {
    return this.#before(log)
      .filter(({ transaction, safe }) =>
        callsOf(transaction, safe, multiSendCallOnly).some(({ to }) => to === log.address),
      )
      .map(({ safeTxHash }) => safeTxHash);
  }

  #before(log: ProvenLog): Approval[] {
    return (this.#carried.get(log.transactionHash) ?? []).filter(({ logIndex }) => logIndex < log.logIndex);
  }
}

/** Replays proven logs in their order. Deterministic: exporter and verifier derive the same from the same bytes. */
export function* replay(
  logs: readonly ProvenLog[],
  trust: Trust,
  abiOf: AbiSource,
  history: History,
): Generator<Step, void, undefined> {
  const contracts = new Map(Object.entries(trust.contracts).map(([name, { address }]) => [address, name]));
  const councils = new Map(Object.entries(trust.safes).map(([name, { address }]) => [address, name]));
  for (const log of logs) {
    const contract = contracts.get(log.address);
    if (contract !== undefined) {
      if (isChained(log.topics)) yield suiteStep(contract, log, trust, abiOf, history);
      continue;
    }
    const council = councils.get(log.address);
    const step = council === undefined ? undefined : safeStep(council, log, trust, history);
    if (step !== undefined) yield step;
  }
}

/** The deployment log entry of an event, or undefined when it is none. */
export function deploymentOf(line: EventLine, log: ProvenLog, history: History): Deployment | undefined {
  const name = line.contract === "ChangeManager" ? line.event?.name : undefined;
  if (name !== "ChangeExecuted" && name !== "ChangeRolledBack") return undefined;
  const change = history.changes.of(textArgument(line.event, "id"));
  if (change === undefined) return undefined;
  const executed = name === "ChangeExecuted";
  const operator = textArgument(line.event, executed ? "executor" : "safe");
  return {
    kind: executed ? "executed" : "rolledBack",
    changeId: change.id,
    changeClass: changeClasses[change.changeClass] ?? String(change.changeClass),
    version: change.version,
    time: log.timestamp,
    operator,
    proposer: change.proposer,
    artifacts: { ...change.artifacts },
    approvals: executed ? approvalsOf(change) : transactionHashes(history.transactionOf(operator, log)),
    contract: line.contract,
    sequence: line.sequence,
    blockNumber: line.blockNumber,
    transactionHash: line.transactionHash,
  };
}

function approvalsOf(change: ChangeFile): string[] {
  return [...new Set(change.approvals.map((approval) => approval.safeTxHash))];
}

function transactionHashes(approval: Approval | undefined): string[] {
  return approval === undefined ? [] : [approval.safeTxHash];
}

function suiteStep(contract: string, log: ProvenLog, trust: Trust, abiOf: AbiSource, history: History): Step {
  const last = history.heads.get(contract) ?? { head: genesisHead(trust.chainId, log.address), sequence: 0 };
  const head = nextHead(last.head, log.topics, log.data, log.blockNumber);
  const sequence = last.sequence + 1;
  history.heads.set(contract, { head, sequence });
  const abi = abiOf(contract);
  const described = abi === undefined ? null : describeEvent(abi, log.topics, log.data);
  if (described !== null && abi !== undefined) {
    within({ contract, sequence }, () => {
      history.governance.apply(contract, described, log.timestamp);
      if (contract === "ChangeManager") history.changes.apply(described, log, abi, trust.chainId);
      const safeTxHashOf = (safe: string): string | null => history.transactionOf(safe, log)?.safeTxHash ?? null;
      history.settlements.apply({ contract, sequence, event: described, log });
      history.incidents.apply({ contract, sequence, event: described, log, safeTxHashOf });
      const callers = (): string[] => history.callersOf(log, trust);
      const readCall = (target: string, data: string): ReadCall => readCallTo(target, data, trust, abiOf);
      history.registers.apply({ contract, sequence, event: described, log, callers, readCall });
    });
  }
  const { address, blockNumber, blockHash, timestamp, transactionHash, logIndex, topics, data } = log;
  const line: EventLine = {
    contract,
    address,
    sequence,
    blockNumber,
    blockHash,
    timestamp,
    transactionHash,
    logIndex,
    topics: [...topics],
    data,
    head,
    event: described === null ? null : (described as EventLine["event"]),
  };
  return { kind: "event", line, described, log };
}

function readCallTo(target: string, data: string, { contracts }: Trust, abiOf: AbiSource): ReadCall {
  const contract = Object.entries(contracts).find(([, { address }]) => address === target)?.[0] ?? null;
  const abi = contract === null ? undefined : abiOf(contract);
  return { contract, call: abi === undefined ? null : (describeCallData(abi, data) as ReadCall["call"]) };
}

function safeStep(council: string, log: ProvenLog, trust: Trust, history: History): Step | undefined {
  const name = safeInterface.getEvent(log.topics[0] ?? "")?.name;
  if (name === undefined) return undefined;
  if (name === "ApproveHash") {
    const [, hash = "", owner = ""] = log.topics;
    history.approveHash(log.address, getAddress(dataSlice(owner, 12)), hash);
    return undefined;
  }
  if (name !== "SafeMultiSigTransaction") {
    const hash = log.topics[1] ?? "";
    return { kind: "outcome", safe: log.address, name, log, known: history.approvals.get(hash)?.safe === log.address };
  }
  return within({ contract: council }, () => {
    const transaction = readSafeTransaction(log, trust.chainId);
    const before = history.safes.get(log.address) ?? { owners: [], threshold: 0, nonce: 0 };
    const approval = toApproval(council, log, transaction, before, history.governance);
    history.add(approval);
    let after: SafeOwners = before;
    for (const call of callsOf(transaction.fields, log.address, trust.multiSendCallOnly)) {
      after = afterCall(after, call, log.address);
    }
    history.safes.set(log.address, { owners: after.owners, threshold: after.threshold, nonce: before.nonce + 1 });
    return { kind: "safe", approval, before };
  });
}

function toApproval(
  council: string,
  log: ProvenLog,
  transaction: ReturnType<typeof readSafeTransaction>,
  before: SafeOwners,
  governance: GovernanceState,
): Approval {
  const { fields, safeTxHash, signatures, threshold, executor, nonce } = transaction;
  const records = readSignatures(safeTxHash, signatures, threshold, executor);
  const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = log;
  return {
    schema: "sign.evidence.approval.v1",
    council,
    safe: log.address,
    safeTxHash,
    nonce,
    threshold,
    owners: [...before.owners].sort(),
    executor,
    transaction: fields,
    signatures,
    records: records.map((record) => ({ ...record, seat: governance.seatOf(log.address, record.signer) })),
    blockNumber,
    blockHash,
    timestamp,
    transactionHash,
    logIndex,
  };
}

/** Says where something went wrong. */
function within<T>(place: Place, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new ClaimError(error instanceof Error ? error.message : String(error), place);
  }
}
