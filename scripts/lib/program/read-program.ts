import { Contract, ZeroHash, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";
import {
  phases,
  privacyModes,
  requirements,
  type Phase,
  type PrivacyMode,
  type Requirement,
} from "#lib/program/program";
import { readRegisterEvents, topicOf, type Register } from "#lib/program/register-story";

/** A rule set as the chain has it. */
export interface PublishedRules {
  readonly version: number;
  readonly digest: string;
  readonly rowMaximum: bigint;
}

/** A programme at the latest block. Amounts are in the smallest unit, times in Unix seconds. */
export interface ProgramState {
  readonly program: Label;
  readonly phase: Phase;
  readonly privacy: PrivacyMode;
  readonly authority: number;
  readonly startsAt: number;
  readonly periodLength: number;
  readonly closedAt: number | null;
  /** From 1; zero before the programme starts. */
  readonly period: number;
  readonly rules: PublishedRules | null;
  readonly caps: { readonly maxParticipants: number; readonly maxAmount: bigint };
  readonly used: { readonly participants: number; readonly amount: bigint };
  readonly budget: { readonly limit: bigint; readonly committed: bigint };
  readonly threshold: { readonly perDay: bigint; readonly available: bigint };
  readonly entities: readonly number[];
  readonly metadataDigest: string;
  readonly legalApprovalDigest: string;
  /** What the next phase still demands; null at the last. */
  readonly next: { readonly phase: Phase; readonly missing: readonly Requirement[] } | null;
  readonly volume: Readonly<Record<string, bigint>>;
}

/**
 * A programme that must be registered.
 *
 * @throws SuiteError `input/unknown-program`.
 */
export async function readProgram(provider: Provider, record: ContractsRecord, program: Label): Promise<ProgramState> {
  const { registry, ledger } = programContracts(provider, record);
  const { id } = program;
  const fields = fieldsOf((await registry.getFunction("programOf").staticCall(id)) as Result);
  const phase = phases[Number(fields["phase"])] ?? "None";
  if (phase === "None") throw unknown(program);
  const period = Number(await registry.getFunction("periodOf").staticCall(id));
  const version = Number(fields["ruleSetVersion"]);
  const ask = async (name: string, ...args: unknown[]): Promise<Record<string, unknown>> =>
    fieldsOf((await ledger.getFunction(name).staticCall(...args)) as Result);
  const [rules, used, budget, threshold, volume, next] = await Promise.all([
    version === 0 ? null : readRules(provider, record, program, version),
    ask("periodUseOf", id, period),
    ask("budgetOf", id),
    ask("approvalThresholdOf", id),
    ask("volumeOf", id),
    nextPhase(provider, record, program, phase),
  ]);
  const caps = fieldsOf(fields["caps"] as Result);
  return {
    program,
    phase,
    privacy: privacyModes[Number(fields["privacy"])] ?? "None",
    authority: Number(fields["authority"]),
    startsAt: Number(fields["startsAt"]),
    periodLength: Number(fields["periodLength"]),
    closedAt: Number(fields["closedAt"]) === 0 ? null : Number(fields["closedAt"]),
    period,
    rules,
    caps: { maxParticipants: Number(caps["maxParticipants"]), maxAmount: caps["maxAmount"] as bigint },
    used: { participants: Number(used["participants"]), amount: used["amount"] as bigint },
    budget: { limit: budget["budget"] as bigint, committed: budget["committed"] as bigint },
    threshold: { perDay: threshold["perDay"] as bigint, available: threshold["available"] as bigint },
    entities: membersOf(fields["entities"] as bigint),
    metadataDigest: String(fields["metadataDigest"]),
    legalApprovalDigest: String(fields["legalApprovalDigest"]),
    next,
    volume: volume as Record<string, bigint>,
  };
}

/** A version of the rules; undefined when nobody published it. */
export async function readRules(
  provider: Provider,
  record: ContractsRecord,
  { id }: Label,
  version: number,
): Promise<PublishedRules | null> {
  const { registry } = programContracts(provider, record);
  const { digest, rowMaximum } = fieldsOf((await registry.getFunction("ruleSetOf").staticCall(id, version)) as Result);
  return digest === ZeroHash ? null : { version, digest: String(digest), rowMaximum: rowMaximum as bigint };
}

/** Digest of the papers that the step to a phase demands, as the chain has them. */
export async function readRequirementsDigest(
  provider: Provider,
  record: ContractsRecord,
  { id }: Label,
  to: Phase,
): Promise<string> {
  const { registry } = programContracts(provider, record);
  return (await registry.getFunction("requirementsDigest").staticCall(id, phases.indexOf(to))) as string;
}

/** Ids of all programmes, oldest first. */
export async function listPrograms(provider: Provider, record: ContractsRecord): Promise<string[]> {
  const topics = [topicOf("ProgramRegistry", "ProgramRegistered")];
  const events = await readRegisterEvents(provider, record, "ProgramRegistry", topics);
  return events.map(({ args }) => String(args["programId"]));
}

/** The two registers, to be asked. */
export function programContracts(
  provider: Provider,
  { contracts }: ContractsRecord,
): { readonly registry: Contract; readonly ledger: Contract } {
  const at = (name: Register): Contract => new Contract(contracts[name].address, suiteInterface(name), provider);
  return { registry: at("ProgramRegistry"), ledger: at("DistributionLedger") };
}

export function fieldsOf(result: Result): Record<string, unknown> {
  return result.toObject();
}

async function nextPhase(
  provider: Provider,
  record: ContractsRecord,
  { id }: Label,
  phase: Phase,
): Promise<ProgramState["next"]> {
  const place = phases.indexOf(phase) + 1;
  const next = phases[place];
  if (next === undefined) return null;
  const { registry } = programContracts(provider, record);
  const missing = (await registry.getFunction("missingRequirements").staticCall(id, place)) as bigint[];
  return { phase: next, missing: [...missing].map((requirement) => requirements[Number(requirement)] ?? "None") };
}

/** Places of the bits of a set. */
function membersOf(set: bigint): number[] {
  return Array.from({ length: 256 }, (_, place) => place).filter((place) => ((set >> BigInt(place)) & 1n) === 1n);
}

function unknown({ text, id }: Label): SuiteError {
  return new SuiteError({
    code: "input/unknown-program",
    message: `Nobody registered a programme "${text}" (${id}).`,
    hint: "List them with: npx hardhat program list",
    details: { program: text, id },
  });
}
