import { ZeroHash } from "ethers";

import { type ApprovalArgs, type ChangeFile, senderBack } from "#lib/evidence/change-history";
import type { ProvenLog } from "#lib/evidence/chain-data";
import { type Fail, requireCall, requireConstituencies, requireCouncil } from "#lib/evidence/council-act";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import type { Approval } from "#lib/evidence/format";
import type { AbiSource, History, Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";

type EventStep = Extract<Step, { kind: "event" }>;

/** Sovereign Authority and Emergency Council. */
const SOVEREIGN_AUTHORITY = 1;
const EMERGENCY_COUNCIL = 4;
const VETOING_ROLES = [SOVEREIGN_AUTHORITY, EMERGENCY_COUNCIL];

/** What the ChangeManager's rules demand, judged again from proven events. */
export function judgeChange(
  step: EventStep,
  history: History,
  trust: Trust,
  abiOf: AbiSource,
  ledger: ClaimLedger,
): void {
  const { line, described, log } = step;
  const { contract, sequence } = line;
  const place = { contract, sequence };
  if (described === null) {
    ledger.fail("events", `${contract} ${sequence} is an event that this verifier does not know`, place, "UNPROVEN");
    return;
  }
  if (contract !== "ChangeManager") return;
  const id = textArgument(described, "id");
  const fail = (reason: string): never => {
    throw new ClaimError(`${described.name} ${id}: ${reason}`, place);
  };
  const change = history.changes.of(id);
  const known = (): ChangeFile => change ?? fail("was never proposed");
  // A rollback presents the whole change instead of its id; the contract computed it.
  const bySafe = (method: string): Approval =>
    requireCall(
      {
        safe: textArgument(described, "safe"),
        contract,
        methods: [method],
        fits: ({ args }) => method === "rollback" || args[0] === id,
        subject: id,
      },
      log,
      { history, trust, abiOf },
      fail,
    );

  ledger.attempt("change", () => {
    switch (described.name) {
      case "ChangeProposed":
        requireContent(change ?? fail("unknown"), fail);
        break;
      case "ChangeApproved": {
        const given = change?.approvals.at(-1) ?? fail("was never proposed");
        const approval = bySafe("approve");
        if (approval.safeTxHash !== given.safeTxHash)
          fail(`names ${given.safeTxHash}, its Safe executed ${approval.safeTxHash}`);
        requireQuorum(known(), given, approval, history, fail);
        break;
      }
      case "ChangeQueued":
        requireQueueing(known(), log, history, fail);
        break;
      case "ChangeVetoed":
      case "ApprovalWithdrawn":
        bySafe("veto");
        requireRole(described.args, log, history, fail);
        requireRightToSendBack(known(), described, fail);
        break;
      case "ChangeExecuted":
        requireExecution(known(), log, history, fail);
        break;
      case "ChangeRolledBack": {
        bySafe("rollback");
        requireRole(described.args, log, history, fail);
        const executed = change?.executed ?? fail("was never executed");
        if (log.timestamp > executed.rollbackUntil) fail("was rolled back after its window");
        if (change?.rollbacks !== 1) fail("was rolled back twice");
        requireRightToRollBack(known(), described, fail);
        break;
      }
      default:
        return;
    }
    ledger.prove("change", `${described.name} ${id}`, place);
  });
}

function requireContent(change: ChangeFile, fail: Fail): void {
  if (change.contentId !== change.id) fail(`its content hashes to ${change.contentId}`);
  if (change.changeClass < 0) fail("its class is not that of its content");
  const missing = Object.entries(change.artifacts).find(([, digest]) => digest === ZeroHash);
  if (missing !== undefined) fail(`lacks the artifact ${missing[0]}`);
}

function requireQuorum(
  change: ChangeFile,
  given: ApprovalArgs,
  approval: Approval,
  history: History,
  fail: Fail,
): void {
  const { safe, role } = given;
  const { governance } = history;
  const { entities, constituencies } = requireCouncil(role, approval, history, fail);
  if (entities !== given.entities) fail(`its signers sit for entities ${entities}, the event says ${given.entities}`);
  const epoch = governance.epochOf(safe);
  if (epoch !== given.epoch) fail(`epoch ${given.epoch} where guard and seats count ${String(epoch)}`);

  const policy = governance.policyAt(change.changeClass, approval.timestamp);
  if (policy === null) return fail("no policy was in force for its class");
  if (role === policy.approverRole) {
    requireConstituencies(constituencies, policy.constituencies, fail);
    if (approval.records.length < policy.minSigners) fail(`${approval.records.length} signers of ${policy.minSigners}`);
  } else if (role !== policy.secondApproverRole || role === 0) {
    fail(`role ${role} does not approve this class`);
  }
}

/** The last approval starts the delay of the policy in force, twice as long once an office has vetoed. */
function requireQueueing(change: ChangeFile, log: ProvenLog, { governance }: History, fail: Fail): void {
  const { approvals, queued } = change;
  if (approvals.length === 0 || queued === null) return fail("was queued without an approval");
  const policy = governance.policyOfVersion(change.changeClass, queued.policyVersion);
  if (policy === null || policy !== governance.policyAt(change.changeClass, log.timestamp))
    return fail(`its policy version ${queued.policyVersion} was not in force`);
  const readyAt = log.timestamp + policy.delay * (change.vetoes.length === 0 ? 1 : 2);
  if (queued.readyAt !== readyAt) fail(`is ready at ${queued.readyAt}, its policy says ${readyAt}`);
  const executeBy = readyAt + policy.executionWindow;
  if (queued.executeBy !== executeBy) fail(`may run until ${queued.executeBy}, its policy says ${executeBy}`);
}

/** An approver withdraws its approval; each office vetoes a change once, and nobody else does. */
function requireRightToSendBack(change: ChangeFile, event: DescribedEvent, fail: Fail): void {
  const { safe, role } = senderBack(event);
  if (event.name === "ApprovalWithdrawn") {
    const given = change.sentBack.some((approval) => approval.safe === safe && approval.role === role);
    if (!given) fail(`${safe} had not approved in role ${role}`);
    return;
  }
  if (!VETOING_ROLES.includes(role)) fail(`role ${role} has no veto`);
  if (change.vetoes.filter((item) => item === role).length > 1) fail(`role ${role} had vetoed it before`);
}

/** Whoever approved it rolls a change back, and by its office the Emergency Council. */
function requireRightToRollBack({ approvals }: ChangeFile, event: DescribedEvent, fail: Fail): void {
  const { safe, role } = senderBack(event);
  if (role === EMERGENCY_COUNCIL) return;
  const approved = approvals.some((approval) => approval.safe === safe && approval.role === role);
  if (!approved) fail(`${safe} had not approved in role ${role}`);
}

function requireExecution(change: ChangeFile, log: ProvenLog, history: History, fail: Fail): void {
  requireContent(change, fail);
  const { queued, executed } = change;
  if (queued === null || executed === null) return fail("was not queued");
  if (change.executions !== 1) fail("was executed twice");
  if (change.closed !== null) fail(`was executed after ${change.closed}`);
  if (executed.executedAt !== log.timestamp) fail(`says it ran at ${executed.executedAt}, its block ${log.timestamp}`);
  if (queued.readyAt > executed.executedAt)
    fail(`ran at ${executed.executedAt}, before it was ready at ${queued.readyAt}`);
  if (executed.executedAt > queued.executeBy)
    fail(`ran at ${executed.executedAt}, after its window closed at ${queued.executeBy}`);
  const givers = giversOf(change, queued.policyVersion, history, fail);
  for (const giver of givers) {
    const epoch = history.governance.epochOf(giver.safe);
    if (epoch !== giver.epoch)
      fail(`the approval of ${giver.safe} is of epoch ${giver.epoch}, guard and seats count ${String(epoch)}`);
  }
  const [first, second] = givers;
  if (first !== undefined && second !== undefined && (first.entities & second.entities) !== 0n) {
    fail("an entity signed both approvals");
  }
}

/** The approvals under which a change ran, one in each role of its policy. */
export function giversOf(change: ChangeFile, policyVersion: number, history: History, fail: Fail): ApprovalArgs[] {
  const policy = history.governance.policyOfVersion(change.changeClass, policyVersion);
  if (policy === null) return fail(`its policy version ${policyVersion} is unknown`);
  const roles = [policy.approverRole, policy.secondApproverRole].filter((role) => role !== 0);
  return roles.map(
    (role) => change.approvals.findLast((item) => item.role === role) ?? fail(`role ${role} did not approve`),
  );
}

function requireRole(args: EventArgs, log: ProvenLog, history: History, fail: Fail): void {
  const role = Number(textArgument({ args }, "role"));
  const safe = textArgument({ args }, "safe");
  if (!history.governance.holds(role, safe, log.timestamp)) fail(`${safe} did not hold role ${role}`);
}

type EventArgs = NonNullable<EventStep["described"]>["args"];
