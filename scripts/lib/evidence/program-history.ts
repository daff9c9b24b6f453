import { textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { written } from "#lib/evidence/format-values";
import type { ProgramLine } from "#lib/evidence/program-format";
import { deedOf, type RegisterRecord } from "#lib/evidence/register-record";
import { phases, privacyModes, requirements } from "#lib/evidence/register-words";

type Volume = ProgramLine["volume"];

/** Programmes with their rules, papers and phases, folded from proven events; budgets and volumes from the ledger's. */
export class ProgramHistory {
  readonly #lines = new Map<string, ProgramLine>();

  /** In the order in which they were registered. */
  all(): ProgramLine[] {
    return [...this.#lines.values()];
  }

  apply(record: RegisterRecord): void {
    const line = this.#lines.get(textArgument(record.event, "programId"));
    if (record.contract === "ProgramRegistry" && record.event.name === "ProgramRegistered") this.#register(record);
    else if (line !== undefined && record.contract === "ProgramRegistry") applyToProgram(line, record);
    else if (line !== undefined && record.contract === "DistributionLedger") applySettings(line, record);
  }

  /** Adds what a batch of the programme did, in the smallest unit. */
  count(programId: string, change: Partial<Readonly<Record<keyof Volume, bigint>>>): void {
    const volume = this.#lines.get(programId)?.volume;
    if (volume === undefined) return;
    const { batches = 0n, rows = 0n, authorised = 0n, settled = 0n, exceptions = 0n, residual = 0n } = change;
    volume.batches += Number(batches);
    volume.rows += Number(rows);
    volume.authorised = String(BigInt(volume.authorised) + authorised);
    volume.settled = String(BigInt(volume.settled) + settled);
    volume.exceptions = String(BigInt(volume.exceptions) + exceptions);
    volume.residual = String(BigInt(volume.residual) + residual);
  }

  #register(record: RegisterRecord): void {
    const { event } = record;
    const deed = deedOf(record);
    const programId = textArgument(event, "programId");
    this.#lines.set(programId, {
      programId,
      authority: numberArgument(event, "authority"),
      privacy: named(privacyModes, numberArgument(event, "privacy")),
      startsAt: numberArgument(event, "startsAt"),
      periodLength: numberArgument(event, "periodLength"),
      phase: phases[1],
      metadata: [{ digest: textArgument(event, "metadataDigest"), ...deed }],
      legalApprovals: [{ digest: textArgument(event, "legalApprovalDigest"), ...deed }],
      requirements: [],
      phases: [{ act: "registered", phase: phases[1], ...WITHOUT_CAPS, ...deed }],
      ruleSets: [],
      entities: [],
      entityActs: [],
      budgets: [],
      thresholds: [],
      closed: null,
      volume: { batches: 0, rows: 0, authorised: "0", settled: "0", exceptions: "0", residual: "0" },
    });
  }
}

const WITHOUT_CAPS = { maxParticipants: null, maxAmount: null, requirementsDigest: null, decisionDigest: null };

function applyToProgram(line: ProgramLine, record: RegisterRecord): void {
  const { event } = record;
  const deed = deedOf(record);
  const digest = textArgument(event, "digest");
  switch (event.name) {
    case "ProgramMetadataRecorded":
      line.metadata.push({ digest, ...deed });
      return;
    case "LegalApprovalRecorded":
      line.legalApprovals.push({ digest, ...deed });
      return;
    case "ProgramClosed":
      line.closed = { digest: textArgument(event, "reasonDigest"), ...deed };
      return;
    case "EntityAuthorised":
    case "EntityWithdrawn":
      applyEntity(line, record);
      return;
    case "RuleSetPublished":
      line.ruleSets.push({
        version: numberArgument(event, "version"),
        digest,
        rowMaximum: textArgument(event, "rowMaximum"),
        uri: written.parse(event.args["uri"]),
        ...deed,
      });
      return;
    case "RequirementRecorded":
      line.requirements.push({
        requirement: named(requirements, numberArgument(event, "requirement")),
        digest,
        ...deed,
      });
      return;
    case "PhaseAdvanced":
    case "PhaseCapsSet":
      applyPhase(line, record);
      return;
    default:
  }
}

function applyEntity(line: ProgramLine, record: RegisterRecord): void {
  const { event } = record;
  const entity = numberArgument(event, "entity");
  const authorised = event.name === "EntityAuthorised";
  const others = line.entities.filter((item) => item !== entity);
  line.entities = authorised ? [...others, entity].sort((a, b) => a - b) : others;
  line.entityActs.push({
    act: authorised ? "authorised" : "withdrawn",
    entity,
    digest: textArgument(event, authorised ? "approvalDigest" : "reasonDigest"),
    ...deedOf(record),
  });
}

function applyPhase(line: ProgramLine, record: RegisterRecord): void {
  const { event } = record;
  const advanced = event.name === "PhaseAdvanced";
  line.phase = named(phases, numberArgument(event, "phase"));
  line.phases.push({
    act: advanced ? "advanced" : "capped",
    phase: line.phase,
    maxParticipants: numberArgument(event, "maxParticipants"),
    maxAmount: textArgument(event, "maxAmount"),
    requirementsDigest: advanced ? textArgument(event, "requirementsDigest") : null,
    decisionDigest: textArgument(event, "decisionDigest"),
    ...deedOf(record),
  });
}

function applySettings(line: ProgramLine, record: RegisterRecord): void {
  const { event } = record;
  if (event.name === "BudgetSet") {
    const [budget, digest] = [textArgument(event, "budget"), textArgument(event, "approvalDigest")];
    line.budgets.push({ budget, digest, ...deedOf(record) });
  } else if (event.name === "ApprovalThresholdSet") {
    line.thresholds.push({ perDay: textArgument(event, "perDay"), ...deedOf(record) });
  }
}
