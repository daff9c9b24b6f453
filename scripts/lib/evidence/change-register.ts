import { ZeroHash } from "ethers";
import { z } from "zod";

import type { ChangeCall, ChangeLine, ChangePolicy } from "#lib/evidence/change-format";
import { changeClasses } from "#lib/evidence/change-history";
import { textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { written } from "#lib/evidence/format-values";
import { placedDeedOf, type RegisterRecord } from "#lib/evidence/register-record";

/** Numbers of events come as decimal strings. */
const small = z.string().transform(Number).pipe(z.int().nonnegative());
const call = z.object({ target: z.string(), value: z.string(), data: z.string() });
const pin = z.object({
  account: z.string(),
  codehash: z.string(),
  implementation: z.string(),
  implementationCodehash: z.string(),
});
const content = z.object({
  irreversible: z.boolean(),
  calls: z.array(call),
  rollback: z.array(call),
  artifacts: z.record(z.string(), z.string()),
  pins: z.array(pin),
  incident: z.string(),
  version: written,
  uri: written,
});
const policyArgument = z.object({
  approverRole: small,
  secondApproverRole: small,
  minSigners: small,
  needsAcknowledgement: z.boolean(),
  constituencies: small,
  approvalWindow: small,
  delay: small,
  executionWindow: small,
  rollbackWindow: small,
  maintenanceNotice: small,
});

type StepName = ChangeLine["steps"][number]["step"];

/** Who did a step, what of it is a digest, and where the change stands after it. */
interface StepForm {
  readonly step: StepName;
  readonly by: "proposer" | "safe" | "monitor" | "executor";
  readonly digest?: "reasonDigest" | "metricsDigest";
  readonly status?: ChangeLine["status"];
}

const FORMS: Readonly<Record<string, StepForm>> = {
  ChangeApproved: { step: "approved", by: "safe" },
  ChangeVetoed: { step: "vetoed", by: "safe", digest: "reasonDigest", status: "Proposed" },
  ApprovalWithdrawn: { step: "withdrawn", by: "safe", digest: "reasonDigest", status: "Proposed" },
  ChangeCancelled: { step: "cancelled", by: "proposer", status: "Cancelled" },
  ChangeAcknowledged: { step: "acknowledged", by: "monitor", digest: "metricsDigest" },
  ChangeObjected: { step: "objected", by: "monitor", digest: "reasonDigest", status: "Objected" },
  ChangeExecuted: { step: "executed", by: "executor", status: "Executed" },
  ChangeRolledBack: { step: "rolledBack", by: "safe", digest: "reasonDigest", status: "RolledBack" },
};

interface DatedPolicy {
  readonly effectiveAt: number;
  readonly policy: ChangePolicy;
}

/** Changes from their proposal to their end, with the rule under which each went, folded from proven events only. */
export class ChangeRegister {
  readonly #lines = new Map<string, ChangeLine>();
  readonly #policies = new Map<number, DatedPolicy[]>();

  /** In the order in which they were proposed; one that was proposed again keeps its place. */
  all(): ChangeLine[] {
    return [...this.#lines.values()];
  }

  apply(record: RegisterRecord): void {
    const { contract, event } = record;
    if (contract !== "ChangeManager") return;
    if (event.name === "PolicySet") this.#setPolicy(record);
    if (event.name === "ChangeProposed") this.#propose(record);
    const line = this.#lines.get(textArgument(event, "id"));
    if (line === undefined) return;
    if (event.name === "ChangeQueued") this.#queue(line, record);
    const form = FORMS[event.name];
    if (form !== undefined) move(line, form, record);
  }

  #setPolicy({ event, log }: RegisterRecord): void {
    const changeClass = numberArgument(event, "changeClass");
    const policy = { version: numberArgument(event, "version"), ...policyArgument.parse(event.args["policy"]) };
    // A policy that was still waiting is replaced, and never comes into force.
    const known = (this.#policies.get(changeClass) ?? []).filter(({ effectiveAt }) => effectiveAt <= log.timestamp);
    this.#policies.set(changeClass, [...known, { effectiveAt: numberArgument(event, "effectiveAt"), policy }]);
  }

  #propose(record: RegisterRecord): void {
    const { event, log, readCall } = record;
    const change = content.parse(event.args["change"]);
    const changeId = textArgument(event, "id");
    const changeClass = numberArgument(event, "changeClass");
    const proposer = textArgument(event, "proposer");
    const policies = this.#policies.get(changeClass) ?? [];
    const toCall = (item: z.output<typeof call>): ChangeCall => ({ ...item, ...readCall(item.target, item.data) });
    this.#lines.set(changeId, {
      changeId,
      changeClass: named(changeClasses, changeClass),
      version: change.version,
      uri: change.uri,
      status: "Proposed",
      proposer,
      policy: policies.findLast(({ effectiveAt }) => effectiveAt <= log.timestamp)?.policy ?? null,
      approveBy: numberArgument(event, "approveBy"),
      readyAt: null,
      executeBy: null,
      rollbackUntil: null,
      irreversible: change.irreversible,
      incident: change.incident === ZeroHash ? null : change.incident,
      artifacts: change.artifacts,
      calls: change.calls.map(toCall),
      rollback: change.rollback.map(toCall),
      pins: change.pins,
      steps: [
        ...(this.#lines.get(changeId)?.steps ?? []),
        { step: "proposed", role: null, digest: null, ...placedDeedOf(record), by: proposer },
      ],
    });
  }

  #queue(line: ChangeLine, record: RegisterRecord): void {
    const { event } = record;
    const version = numberArgument(event, "policyVersion");
    const policies = this.#policies.get(changeClasses.indexOf(line.changeClass)) ?? [];
    line.policy = policies.findLast(({ policy }) => policy.version === version)?.policy ?? null;
    line.status = "Queued";
    line.readyAt = numberArgument(event, "readyAt");
    line.executeBy = numberArgument(event, "executeBy");
    line.steps.push({ step: "queued", role: null, digest: null, ...placedDeedOf(record) });
  }
}

function move(line: ChangeLine, { step, by, digest, status }: StepForm, record: RegisterRecord): void {
  const { event } = record;
  line.steps.push({
    step,
    role: event.args["role"] === undefined ? null : numberArgument(event, "role"),
    digest: digest === undefined ? null : textArgument(event, digest),
    ...placedDeedOf(record),
    by: textArgument(event, by),
  });
  line.status = status ?? line.status;
  if (step === "vetoed" || step === "withdrawn") Object.assign(line, { readyAt: null, executeBy: null });
  if (step === "executed") line.rollbackUntil = numberArgument(event, "rollbackUntil");
}
