import { AbiCoder, id, keccak256, toBeHex } from "ethers";

import { batchIdOf } from "#lib/evidence/batch-replay";
import type { BatchTerms } from "#lib/evidence/batch-history";
import { accountSlots } from "#lib/evidence/ledger-slots";
import { systemId } from "#lib/emergency/system-id";
import { DAY, type Lies, type Said, together } from "#support/bridge-story";
import { act, type CouncilOrder, type EmergencyTwist } from "#support/emergency-story";
import type { EvidenceWorld } from "#support/evidence-world";

type Values = Readonly<Record<string, unknown>>;
type Call = CouncilOrder["calls"][number];

/** Who does what, each for an entity of its own. */
export const people = {
  authority: { account: "0x00000000000000000000000000000000000000F1", entity: 31, role: 7 },
  distributor: { account: "0x00000000000000000000000000000000000000F2", entity: 32, role: 21 },
  /** Of another entity that the programme authorises. */
  second: { account: "0x00000000000000000000000000000000000000f3", entity: 33, role: 21 },
  treasury: { account: "0x00000000000000000000000000000000000000F4", entity: 34, role: 5 },
  auditor: { account: "0x00000000000000000000000000000000000000F5", entity: 35, role: 9 },
  /** Authority of other programmes. */
  stranger: { account: "0x00000000000000000000000000000000000000f6", entity: 36, role: 7 },
} as const;

export const programId = id("child benefit");
export const programSystemId = systemId({ kind: "program", name: "", key: programId });
export const distributionService = systemId({ kind: "service", name: "distribution" });
const digest = id("digest");
const papers = [1, 2, 3, 4, 5].map((requirement) => id(`paper ${requirement}`));

export const papersDigest = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [papers]));

/** People with their roles; the ledger belongs to its service. */
export async function foundPeople(world: EvidenceWorld): Promise<void> {
  const appointed = Object.values(people).flatMap(({ account, entity, role }) => [
    ["RoleRegistry", "AccountBound", { account, entity }] as const,
    ["RoleRegistry", "RoleGranted", { roleId: role, account, delay: 0, since: 1, newMember: true }] as const,
  ]);
  const target = world.address("DistributionLedger");
  await together(world, [
    ...appointed,
    ["EmergencyController", "SystemAssigned", { target, systemId: distributionService }],
  ]);
}

/** A programme in its pilot, with rules, two distributors, a budget of 2,000 and a day's threshold of 600 that is full. */
export async function foundProgram(world: EvidenceWorld): Promise<void> {
  await foundPeople(world);
  await register(world);
  await recordPapers(world);
  await advance(world);
  await councilCalls(world, "sovereign", [
    call("DistributionLedger", "setBudget", "BudgetSet", { programId, budget: 2_000n, approvalDigest: digest }),
  ]);
  await publish(world);
  await councilCalls(world, "program", [
    ...[people.distributor, people.second].map(({ entity }) =>
      call("ProgramRegistry", "authoriseEntity", "EntityAuthorised", { programId, entity, approvalDigest: digest }),
    ),
    call("DistributionLedger", "setApprovalThreshold", "ApprovalThresholdSet", { programId, perDay: 600n }),
  ]);
  await world.pass(2 * DAY);
}

/** What the ledger counts of the programme, all zero but for its budget of 2,000. */
export interface Books {
  readonly budget?: bigint;
  readonly committed?: bigint;
  readonly batches?: bigint;
  readonly rows?: bigint;
  readonly authorised?: bigint;
  readonly settled?: bigint;
  readonly exceptions?: bigint;
  readonly residual?: bigint;
}

/** The stub keeps no books of its own: what a ledger would have in storage is put there. */
export async function keepBooks(world: EvidenceWorld, books: Books = {}): Promise<void> {
  const { budget = 2_000n, committed = 0n, batches = 0n, rows = 0n, authorised = 0n } = books;
  const { settled = 0n, exceptions = 0n, residual = 0n } = books;
  const words = [
    (committed << 128n) | budget,
    (authorised << 128n) | (rows << 64n) | batches,
    (exceptions << 128n) | settled,
    residual,
  ];
  for (const [index, slot] of accountSlots(programId).entries()) {
    await world.setStorage("DistributionLedger", slot, toBeHex(words[index] ?? 0n, 32));
  }
  // A block's state root is that of its transactions: what was put there counts from the next block on.
  await world.pass(1);
}

/** The Sovereign Authority registers it; its periods are of 30 days, the first one has begun. */
export async function register(world: EvidenceWorld, twist: EmergencyTwist = {}): Promise<void> {
  const terms = {
    authority: people.authority.entity,
    privacy: 2,
    metadataDigest: id("metadata"),
    legalApprovalDigest: id("law"),
    startsAt: await world.now(),
    periodLength: 30 * DAY,
  };
  const calls: Call[] = [
    {
      contract: "ProgramRegistry",
      method: "registerProgram",
      args: { programId, terms },
      events: () => [["ProgramRegistered", { programId, ...terms }]],
    },
  ];
  await act(world, { council: "sovereign", calls }, twist);
}

/** The five papers that a pilot demands, by the programme's authority. */
export async function recordPapers(world: EvidenceWorld, lies: Lies = {}, count = papers.length): Promise<void> {
  const by = people.authority.account;
  const recorded = papers
    .slice(0, count)
    .map((paper, index): Said => [
      "ProgramRegistry",
      "RequirementRecorded",
      { programId, requirement: index + 1, by, digest: paper },
    ]);
  await together(world, recorded, lies);
}

/** The Sovereign Authority advances it to its pilot: 30 rows and 1,500 a period. */
export async function advance(world: EvidenceWorld, twist: EmergencyTwist = {}): Promise<void> {
  const [maxParticipants, maxAmount] = [30, 1_500n];
  const decided = { programId, decisionDigest: digest };
  const calls: Call[] = [
    {
      contract: "ProgramRegistry",
      method: "advancePhase",
      args: { ...decided, to: 2, caps: { maxParticipants, maxAmount }, requirementsDigest_: papersDigest },
      events: () => [
        ["PhaseAdvanced", { ...decided, phase: 2, maxParticipants, maxAmount, requirementsDigest: papersDigest }],
      ],
    },
  ];
  await act(world, { council: "sovereign", calls }, twist);
}

/** The Program Authority's Safe publishes rules that grant a row at most 100. */
export async function publish(world: EvidenceWorld, twist: EmergencyTwist = {}, version = 1): Promise<void> {
  const rules = { programId, digest: id(`rules ${version}`), rowMaximum: 100n, uri: "ipfs://rules" };
  const calls: Call[] = [
    {
      contract: "ProgramRegistry",
      method: "publishRuleSet",
      args: { ...rules, expectedVersion: version - 1 },
      events: () => [["RuleSetPublished", { ...rules, version }]],
    },
  ];
  await act(world, { council: "program", calls }, twist);
}

/** What a batch may be unlike the first one. */
export interface BatchTwist {
  readonly name?: string;
  readonly terms?: Partial<BatchTerms>;
  readonly by?: keyof typeof people;
  readonly lies?: Lies;
}

export function termsOf({ name = "january", terms = {} }: BatchTwist = {}): BatchTerms {
  return {
    programId,
    root: id(`root of ${name}`),
    count: 10,
    total: "500",
    ruleSetVersion: 1,
    period: 1,
    manifestDigest: id(`manifest of ${name}`),
    ...terms,
  };
}

export function batchId(world: EvidenceWorld, twist: BatchTwist = {}): string {
  const { entity } = people[twist.by ?? "distributor"];
  return batchIdOf(world.record.chainId, world.address("DistributionLedger"), entity, termsOf(twist));
}

/** A distributor submits ten rows of 500 altogether; what the day's threshold has room for is authorised at once. */
export async function submit(world: EvidenceWorld, twist: BatchTwist = {}, atOnce = true): Promise<string> {
  const { account, entity } = people[twist.by ?? "distributor"];
  const terms = termsOf(twist);
  const batch = { batchId: batchId(world, twist), programId: terms.programId };
  const { count, total, period } = terms;
  const submitted = { ...batch, distributor: entity, submitter: account, terms };
  const authorised: Said = ["DistributionLedger", "BatchAuthorised", { ...batch, by: account, count, total, period }];
  await together(
    world,
    [["DistributionLedger", "BatchSubmitted", submitted], ...(atOnce ? [authorised] : [])],
    twist.lies ?? {},
  );
  return batch.batchId;
}

/** The Program Authority's Safe authorises a batch that is pending. */
export async function authorise(
  world: EvidenceWorld,
  batch: BatchTwist = {},
  twist: EmergencyTwist = {},
): Promise<void> {
  const terms = termsOf(batch);
  const { count, total, period, manifestDigest } = terms;
  const id = { batchId: batchId(world, batch) };
  const by = world.record.safes[twist.council ?? "program"].address;
  const calls: Call[] = [
    {
      contract: "DistributionLedger",
      method: "authoriseBatch",
      args: { ...id, manifestDigest },
      events: () => [["BatchAuthorised", { ...id, programId: terms.programId, by, count, total, period }]],
    },
  ];
  await act(world, { council: "program", calls }, twist);
}

/** An event about the first batch, by one account. */
export async function say(world: EvidenceWorld, event: string, values: Values): Promise<void> {
  await together(world, [["DistributionLedger", event, { batchId: batchId(world), programId, ...values }]]);
}

export async function settle(world: EvidenceWorld, values: Values = {}): Promise<void> {
  const paid = { settlementReference: id("payment"), by: people.treasury.account, amount: 300n, rows: 6 };
  await say(world, "BatchSettled", { ...paid, ...values });
}

export async function reverse(world: EvidenceWorld, values: Values = {}): Promise<void> {
  const paid = { settlementReference: id("payment"), by: people.treasury.account, amount: 300n, rows: 6 };
  await say(world, "SettlementReversed", { ...paid, reasonDigest: digest, ...values });
}

/** Row 3, of 40, cannot be paid. */
export async function raise(world: EvidenceWorld, values: Values = {}): Promise<void> {
  const row = { index: 3, kind: 1, rowDigest: id("row"), amount: 40n, reasonDigest: digest };
  await say(world, "ExceptionRaised", { ...row, entity: people.distributor.entity, ...values });
}

export async function dispute(world: EvidenceWorld, values: Values = {}): Promise<void> {
  await say(world, "ExceptionDisputed", { index: 3, entity: people.second.entity, evidenceDigest: digest, ...values });
}

/** Upheld, by the programme's authority. */
export async function resolve(world: EvidenceWorld, values: Values = {}): Promise<void> {
  const decided = { index: 3, by: people.authority.account, outcome: 3, decisionDigest: digest };
  await say(world, "ExceptionResolved", { ...decided, ...values });
}

/** Of a batch that was settled but for row 3. */
export async function reconcile(world: EvidenceWorld, values: Values = {}): Promise<void> {
  const figures = { settled: 460n, exceptions: 40n, residual: 0n, reportDigest: id("report") };
  await say(world, "BatchReconciled", { by: people.authority.account, ...figures, ...values });
}

/** The Program Authority's Safe closes a batch, and may give the rest of it up. */
export async function writeOff(
  world: EvidenceWorld,
  figures: Values,
  twist: EmergencyTwist = {},
  method: "writeOff" | "reconcile" = "writeOff",
): Promise<void> {
  const batch = { batchId: batchId(world) };
  const all = { settled: 0n, exceptions: 0n, residual: 0n, reportDigest: id("report"), ...figures };
  const by = world.record.safes[twist.council ?? "program"].address;
  const calls: Call[] = [
    {
      contract: "DistributionLedger",
      method,
      args: { ...batch, figures: all },
      events: () => [["BatchReconciled", { ...batch, programId, by, ...all }]],
    },
  ];
  await act(world, { council: "program", calls }, twist);
}

/** The Sovereign Authority dismisses the exception of row 3. */
export async function overrule(world: EvidenceWorld, twist: EmergencyTwist = {}): Promise<void> {
  const decided = { batchId: batchId(world), index: 3, outcome: 4, decisionDigest: digest };
  const by = world.record.safes[twist.council ?? "sovereign"].address;
  const made = call("DistributionLedger", "overruleException", "ExceptionResolved", { ...decided, by });
  await act(world, { council: "sovereign", calls: [made] }, twist);
}

/** A council's calls, each answered by one event that says the same. */
export async function councilCalls(
  world: EvidenceWorld,
  council: CouncilOrder["council"],
  calls: readonly Call[],
  twist: EmergencyTwist = {},
): Promise<void> {
  await act(world, { council, calls }, twist);
}

export function call(contract: Call["contract"], method: string, event: string, values: Values): Call {
  return { contract, method, args: values, events: () => [[event, values]] };
}
