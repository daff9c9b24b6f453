import { runTask, type TaskContext } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { chainTime } from "#lib/chain/chain-time";
import { readSystems } from "#lib/emergency/systems";
import { reasonDigest } from "#lib/files/reason";
import { parseSubject, type WrittenSubject } from "#lib/identity/accreditation";
import { decisionAct } from "#lib/identity/accreditation-acts";
import { parseDeadline, requireTimeForm } from "#lib/input/parse-time";

interface TermArguments extends IdentityStepArguments, WrittenSubject {
  readonly assessment: string;
  readonly until: string;
}

interface ReasonArguments extends IdentityStepArguments, WrittenSubject {
  readonly reason: string;
}

/** The action of a decision that sets an end, on an assessment. */
export function setTerm(step: "accredit" | "renew"): NewTaskActionFunction<TermArguments> {
  return runTask(async (taskArguments: TermArguments, context: TaskContext) => {
    const subject = parseSubject(taskArguments, readSystems(context.deploymentDirectory));
    const digest = reasonDigest(taskArguments.assessment, "--assessment");
    requireTimeForm(taskArguments.until, "--until");
    const suite = await openSuite(context);
    const until = parseDeadline(taskArguments.until, await chainTime(suite.provider), "--until");
    const act = decisionAct(subject, { step, digest, until });
    await takeIdentityStep(context, suite, taskArguments, act, { subject, digest, until });
  });
}

/** The action of a decision that gives a reason. */
export function giveReason(step: "suspend" | "reinstate" | "withdraw"): NewTaskActionFunction<ReasonArguments> {
  return runTask(async (taskArguments: ReasonArguments, context: TaskContext) => {
    const subject = parseSubject(taskArguments, readSystems(context.deploymentDirectory));
    const digest = reasonDigest(taskArguments.reason);
    const suite = await openSuite(context);
    await takeIdentityStep(context, suite, taskArguments, decisionAct(subject, { step, digest }), { subject, digest });
  });
}
