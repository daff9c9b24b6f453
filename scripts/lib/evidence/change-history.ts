import { AbiCoder, type Interface, keccak256 } from "ethers";
import { z } from "zod";

import type { ProvenLog } from "#lib/evidence/chain-data";
import { type DescribedEvent, rawType } from "#lib/evidence/describe-event";

const small = z.string().transform(Number).pipe(z.int().nonnegative());
const digest = z.string();

/** Names of `ChangeClass`, by number. */
export const changeClasses = [
  "DocOnly",
  "ConfigOnly",
  "RoutineUpgrade",
  "HighRiskUpgrade",
  "BridgeParameter",
  "EmergencyFix",
] as const;

const call = z.object({ target: z.string(), data: z.string() });

const proposedArgs = z.object({
  proposer: z.string(),
  changeClass: small,
  change: z.object({
    class: small,
    artifacts: z.record(z.string(), digest),
    incident: digest,
    calls: z.array(call),
    rollback: z.array(call),
    version: z.json(),
  }),
});
const approvedArgs = z.object({
  safe: z.string(),
  role: small,
  safeTxHash: digest,
  epoch: small,
  entities: z.string().transform(BigInt),
});
const queuedArgs = z.object({ policyVersion: small, readyAt: small, executeBy: small });
const sentBackArgs = z.object({ safe: z.string(), role: small });
const executedArgs = z.object({ executor: z.string(), executedAt: small, rollbackUntil: small });

export type ApprovalArgs = z.output<typeof approvedArgs>;

/** What the ChangeManager's events say about one change. */
export interface ChangeFile {
  readonly id: string;
  readonly proposer: string;
  readonly changeClass: number;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly version: z.output<typeof proposedArgs>["change"]["version"];
  /** The incident that an EmergencyFix answers. */
  readonly incident: string;
  readonly calls: readonly z.output<typeof call>[];
  readonly rollback: readonly z.output<typeof call>[];
  /** Recomputed from the content; must equal the id. */
  readonly contentId: string;
  /** Approvals that were not sent back since, the latest of a role last. */
  approvals: ApprovalArgs[];
  /** Those that were sent back last, by a veto or a withdrawal. */
  sentBack: ApprovalArgs[];
  /** Roles in which the change was vetoed. */
  vetoes: number[];
  queued: z.output<typeof queuedArgs> | null;
  executed: z.output<typeof executedArgs> | null;
  executions: number;
  rollbacks: number;
  closed: string | null;
}

/** Changes by id, folded from proven events of the ChangeManager. */
export class ChangeHistory {
  readonly #changes = new Map<string, ChangeFile>();

  of(id: string): ChangeFile | undefined {
    return this.#changes.get(id);
  }

  all(): ChangeFile[] {
    return [...this.#changes.values()];
  }

  apply(event: DescribedEvent, log: ProvenLog, abi: Interface, chainId: number): void {
    const id = z.object({ id: digest }).safeParse(event.args).data?.id;
    if (id === undefined) return;
    if (event.name === "ChangeProposed") {
      const again = this.#changes.get(id);
      const change = proposed(id, event, log, abi, chainId);
      // What was proposed a second time has not forgotten that it ran.
      if (again !== undefined) Object.assign(change, { executions: again.executions, rollbacks: again.rollbacks });
      this.#changes.set(id, change);
      return;
    }
    const change = this.#changes.get(id);
    if (change === undefined) return;
    switch (event.name) {
      case "ChangeApproved":
        change.approvals.push(approvedArgs.parse(event.args));
        return;
      case "ChangeQueued":
        change.queued = queuedArgs.parse(event.args);
        return;
      case "ChangeVetoed":
      case "ApprovalWithdrawn":
        if (event.name === "ChangeVetoed") change.vetoes.push(sentBackArgs.parse(event.args).role);
        change.sentBack = change.approvals;
        change.approvals = [];
        change.queued = null;
        return;
      case "ChangeExecuted":
        change.executed = executedArgs.parse(event.args);
        change.executions += 1;
        return;
      case "ChangeRolledBack":
        change.rollbacks += 1;
        return;
      case "ChangeCancelled":
      case "ChangeObjected":
        change.closed = event.name;
        return;
      default:
    }
  }
}

/** Arguments of a `ChangeApproved` event. */
export function approvalArgs(event: DescribedEvent): ApprovalArgs {
  return approvedArgs.parse(event.args);
}

/** Who sent a change back, in which role: arguments of `ChangeVetoed` and `ApprovalWithdrawn`. */
export function senderBack(event: DescribedEvent): z.output<typeof sentBackArgs> {
  return sentBackArgs.parse(event.args);
}

function proposed(id: string, event: DescribedEvent, log: ProvenLog, abi: Interface, chainId: number): ChangeFile {
  const { proposer, changeClass, change } = proposedArgs.parse(event.args);
  return {
    id,
    proposer,
    changeClass: change.class === changeClass ? changeClass : -1,
    artifacts: change.artifacts,
    version: change.version,
    incident: change.incident,
    calls: change.calls,
    rollback: change.rollback,
    contentId: contentId(proposer, log, abi, chainId),
    approvals: [],
    sentBack: [],
    vetoes: [],
    queued: null,
    executed: null,
    executions: 0,
    rollbacks: 0,
    closed: null,
  };
}

/** `keccak256(abi.encode(chainid, changeManager, proposer, change))`, from the bytes of the event. */
function contentId(proposer: string, log: ProvenLog, abi: Interface, chainId: number): string {
  const plain = (abi.getEvent("ChangeProposed")?.inputs ?? []).filter((input) => input.indexed !== true);
  const types = plain.map(rawType);
  const coder = AbiCoder.defaultAbiCoder();
  const change: unknown = coder.decode(types, log.data).at(-1);
  return keccak256(
    coder.encode(["uint256", "address", "address", types.at(-1) ?? ""], [chainId, log.address, proposer, change]),
  );
}
