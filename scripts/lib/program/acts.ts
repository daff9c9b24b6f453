import type { Label } from "#lib/input/parse-label";
import { ROLE_IDS } from "#lib/permissions/roles";
import {
  papers,
  phases,
  privacyModes,
  requirements,
  type Paper,
  type Phase,
  type PrivacyMode,
} from "#lib/program/program";
import { registerAct, type RegisterAct, type RegisterStep } from "#lib/program/register-act";
import type { RegisterEvent } from "#lib/program/register-story";
import type { KnownRuleSet } from "#lib/program/rule-set";

/** A programme, and what happened to it so far. */
export interface ProgramStory {
  readonly program: Label;
  readonly story: readonly RegisterEvent[];
}

/** The most that a phase distributes within one period. */
export interface PhaseCaps {
  readonly maxParticipants: number;
  readonly maxAmount: bigint;
}

/** The Sovereign Authority registers a programme; its schedule is that of its first rule set, for ever. */
export function registerProgramAct(
  on: ProgramStory,
  terms: {
    readonly rules: KnownRuleSet;
    /** Number of the entity that governs it. */
    readonly authority: number;
    readonly privacy: PrivacyMode;
    readonly metadataDigest: string;
    readonly legalApprovalDigest: string;
  },
): RegisterAct {
  const { authority, metadataDigest, legalApprovalDigest } = terms;
  const { startsAt: start, periodLength } = terms.rules.ruleSet.schedule;
  const startsAt = Math.floor(Date.parse(start) / 1000);
  const privacy = privacyModes.indexOf(terms.privacy);
  return act(on, "sovereign", "The registration", {
    function: "registerProgram",
    args: [on.program.id, [authority, privacy, metadataDigest, legalApprovalDigest, startsAt, periodLength]],
    event: "ProgramRegistered",
    shows: { authority, privacy, metadataDigest, legalApprovalDigest, startsAt, periodLength },
  });
}

/** The programme's authority records a paper by its digest. */
export function recordAct(on: ProgramStory, paper: Paper, digest: string): RegisterAct {
  const { program } = on;
  const by = ROLE_IDS.PROGRAM_AUTHORITY;
  const named = papers.find((name) => name === paper);
  if (named !== undefined) {
    const event = named === "Metadata" ? "ProgramMetadataRecorded" : "LegalApprovalRecorded";
    return act(on, by, "The record", {
      function: `record${named}`,
      args: [program.id, digest],
      event,
      shows: { digest },
    });
  }
  const requirement = requirements.findIndex((name) => name === paper);
  return act(on, by, "The record", {
    function: "recordRequirement",
    args: [program.id, requirement, digest],
    event: "RequirementRecorded",
    shows: { requirement, digest },
    series: ["requirement"],
  });
}

/** The Program Authority's Safe lets an entity distribute. */
export function authoriseEntityAct(on: ProgramStory, entity: number, approvalDigest: string): RegisterAct {
  return act(on, "program", "The authorisation of an entity", {
    function: "authoriseEntity",
    args: [on.program.id, entity, approvalDigest],
    event: "EntityAuthorised",
    shows: { entity, approvalDigest },
    undoneBy: ["EntityWithdrawn"],
    series: ["entity"],
  });
}

/** The programme's authority takes that back. */
export function withdrawEntityAct(on: ProgramStory, entity: number, reasonDigest: string): RegisterAct {
  return act(on, ROLE_IDS.PROGRAM_AUTHORITY, "The withdrawal of an entity", {
    function: "withdrawEntity",
    args: [on.program.id, entity, reasonDigest],
    event: "EntityWithdrawn",
    shows: { entity, reasonDigest },
    undoneBy: ["EntityAuthorised"],
    series: ["entity"],
  });
}

/** The Program Authority's Safe puts rules in force, on top of the version before them. */
export function publishAct(on: ProgramStory, { ruleSet, digest }: KnownRuleSet, uri: string): RegisterAct {
  const { version, caps } = ruleSet;
  return act(on, "program", "The publication of rules", {
    function: "publishRuleSet",
    args: [on.program.id, version - 1, digest, caps.rowMaximum, uri],
    event: "RuleSetPublished",
    shows: { version, digest, rowMaximum: caps.rowMaximum, uri },
  });
}

/** The Sovereign Authority takes a programme a step further. */
export function advanceAct(
  on: ProgramStory,
  to: Phase,
  { maxParticipants, maxAmount }: PhaseCaps,
  requirementsDigest: string,
  decisionDigest: string,
): RegisterAct {
  const phase = phases.indexOf(to);
  return act(on, "sovereign", `The step to ${to}`, {
    function: "advancePhase",
    args: [on.program.id, phase, [maxParticipants, maxAmount], requirementsDigest, decisionDigest],
    event: "PhaseAdvanced",
    shows: { phase, maxParticipants, maxAmount, requirementsDigest, decisionDigest },
  });
}

/** The Sovereign Authority sets the caps of the present phase. */
export function capsAct(
  on: ProgramStory,
  { maxParticipants, maxAmount }: PhaseCaps,
  decisionDigest: string,
): RegisterAct {
  return act(on, "sovereign", "The caps", {
    function: "setPhaseCaps",
    args: [on.program.id, [maxParticipants, maxAmount], decisionDigest],
    event: "PhaseCapsSet",
    shows: { maxParticipants, maxAmount, decisionDigest },
    undoneBy: ["PhaseAdvanced"],
  });
}

/** The Sovereign Authority says what a programme may spend altogether. */
export function budgetAct(on: ProgramStory, budget: bigint, approvalDigest: string): RegisterAct {
  return act(on, "sovereign", "The budget", {
    register: "DistributionLedger",
    function: "setBudget",
    args: [on.program.id, budget, approvalDigest],
    event: "BudgetSet",
    shows: { budget, approvalDigest },
  });
}

/** The Program Authority's Safe says what passes in a day without it. */
export function thresholdAct(on: ProgramStory, perDay: bigint): RegisterAct {
  return act(on, "program", "The threshold", {
    register: "DistributionLedger",
    function: "setApprovalThreshold",
    args: [on.program.id, perDay],
    event: "ApprovalThresholdSet",
    shows: { perDay },
  });
}

/** The Sovereign Authority ends a programme. */
export function closeAct(on: ProgramStory, reasonDigest: string): RegisterAct {
  return act(on, "sovereign", "The end", {
    function: "closeProgram",
    args: [on.program.id, reasonDigest],
    event: "ProgramClosed",
    shows: { reasonDigest },
  });
}

function act(
  { program, story }: ProgramStory,
  by: RegisterStep["by"],
  action: string,
  step: Pick<RegisterStep, "function" | "args" | "event" | "shows"> &
    Partial<Pick<RegisterStep, "register" | "undoneBy" | "series">>,
): RegisterAct {
  return registerAct({ register: "ProgramRegistry", subject: program, story, by, action, ...step });
}
