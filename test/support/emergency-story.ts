import { id, toBeHex, ZeroHash } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import type { CouncilName } from "#lib/deployment/contracts-record";
import { changeOf, type EvidenceWorld, multiSendData } from "#support/evidence-world";
import { proposer } from "#support/evidence-story";

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const incident = id("2026-11-21-issuer-key");
export const system = id("credential-office");
export const responder = "0x00000000000000000000000000000000000000B1";
export const auditor = "0x00000000000000000000000000000000000000B2";
/** Audits, and is never responsible. */
export const supervisor = "0x00000000000000000000000000000000000000b3";
const RESPONDER_ENTITY = 6;
const AUDITOR_ENTITY = 7;

type Values = Readonly<Record<string, unknown>>;

/** What a story may do differently from the rules. */
export interface EmergencyTwist {
  /** Other values in events, by event; null leaves the event out. */
  readonly events?: Readonly<Record<string, Values | null>>;
  readonly council?: CouncilName;
  readonly signers?: readonly number[];
  /** Other values in the council's call. */
  readonly call?: Values;
}

/** Calls of a council in one transaction, each answered by events. */
export interface CouncilOrder {
  readonly council: CouncilName;
  readonly calls: readonly {
    readonly contract: SuiteContract;
    readonly method?: string;
    readonly args?: Values;
    /** Events with their arguments by name, as the contract would emit them at `now`. */
    readonly events: (now: number, safeTxHash: string) => readonly (readonly [string, Values])[];
  }[];
}

/** Entities bound to people, and the policy of EmergencyFix: Technical Committee and Governance Council. */
export async function foundEmergency(world: EvidenceWorld): Promise<void> {
  await world.say("RoleRegistry", "AccountBound", [responder, RESPONDER_ENTITY]);
  await world.say("RoleRegistry", "AccountBound", [auditor, AUDITOR_ENTITY]);
  await world.say("RoleRegistry", "AccountBound", [supervisor, 9]);
  for (const [index, entity] of [RESPONDER_ENTITY, AUDITOR_ENTITY, 8].entries()) {
    const operator = toBeHex(0xc0 + index, 20);
    await world.say("RoleRegistry", "AccountBound", [operator, entity]);
    await world.say("RoleRegistry", "RoleGranted", [8, operator, 0, 1, true]);
  }
  await world.say("ChangeManager", "PolicySet", [5, 1, 1, [3, 2, 2, false, 0, DAY, STEP, DAY, DAY, 0]]);
  await world.say("EmergencyController", "SystemAssigned", [world.address("CredentialLedger"), system]);
}

/** The Emergency Council, 2-of-3, halts the system; by itself or by a playbook. */
export async function restrict(
  world: EvidenceWorld,
  given: {
    readonly hours?: number;
    readonly incidentId?: string;
    readonly playbookId?: string;
    readonly fromReserve?: boolean;
    /** Seconds of the restriction that were paid for before. */
    readonly paid?: number;
    readonly dueAt?: number;
  } = {},
  twist: EmergencyTwist = {},
): Promise<number> {
  const { hours = 24, incidentId = incident, playbookId = ZeroHash, fromReserve = false, paid = 0 } = given;
  const [length, reason] = [hours * HOUR, id("reason")];
  const safe = world.record.safes[twist.council ?? "emergency"].address;
  const byPlaybook = playbookId !== ZeroHash;
  return await act(
    world,
    {
      council: "emergency",
      calls: [
        {
          contract: "EmergencyController",
          method: byPlaybook ? "invokePlaybook" : "restrict",
          args: {
            restrictions: [[system, 3]],
            duration: length,
            incidentId,
            playbookId,
            severity: 1,
            reasonDigest: reason,
          },
          events: (now, safeTxHash) => [
            [
              "EmergencyDeclared",
              { incidentId, safe, playbookId, severity: 1, reasonDigest: reason, safeTxHash, entities: 0b110n },
            ],
            [
              "SystemRestricted",
              {
                systemId: system,
                incidentId,
                mode: 3,
                strictUntil: now + length,
                limitedUntil: now + 2 * length,
                charged: length - paid,
                fromReserve,
              },
            ],
            [
              "ReviewOwed",
              {
                incidentId,
                dueAt: given.dueAt ?? now + 2 * length + 14 * DAY,
                narrativeDueAt: byPlaybook ? now + DAY : 0,
              },
            ],
          ],
        },
      ],
    },
    twist,
  );
}

/** One act of a council on the EmergencyController that is one event and, where it owes one, a review. */
export async function councilActs(
  world: EvidenceWorld,
  council: CouncilName,
  method: string,
  event: string,
  values: (now: number) => Values,
  twist: EmergencyTwist & { readonly owed?: (now: number) => number } = {},
): Promise<number> {
  const safe = world.record.safes[twist.council ?? council].address;
  const { owed } = twist;
  const start = await world.now();
  return await act(
    world,
    {
      council,
      calls: [
        {
          contract: "EmergencyController",
          method,
          args: values(start + STEP),
          events: (now) => [
            [event, { safe, ...values(now) }],
            ...(owed === undefined
              ? []
              : [["ReviewOwed", { incidentId: incident, dueAt: owed(now), narrativeDueAt: 0 }] as const]),
          ],
        },
      ],
    },
    twist,
  );
}

/** The Sovereign Authority, 3-of-5, allows one operation for some hours. */
export async function override(
  world: EvidenceWorld,
  hours: number,
  dueAt: number,
  twist: EmergencyTwist = {},
): Promise<number> {
  const values = (now: number): Values => ({
    systemId: system,
    operation: 0,
    incidentId: incident,
    until: now + hours * HOUR,
    evidenceDigest: id("evidence"),
  });
  const owed = (now: number): number => Math.max(dueAt, now + hours * HOUR + 14 * DAY);
  return await councilActs(world, "sovereign", "grantOverride", "OverrideGranted", values, { ...twist, owed });
}

/** The incident's life up to its resolution, by its people. */
export async function openIncident(world: EvidenceWorld, severity = 1): Promise<void> {
  await world.say("IncidentRegistry", "IncidentOpened", [incident, severity, responder, id("report"), [1, 2, 3, 4, 5]]);
  await world.say("IncidentRegistry", "IncidentAcknowledged", [incident, responder, RESPONDER_ENTITY]);
}

/** A review is filed and accepted; both contracts hear of it in one transaction each. */
export async function review(world: EvidenceWorld, twist: EmergencyTwist = {}): Promise<void> {
  const reviewDigest = id("review");
  const filed = { incidentId: incident, by: responder, entity: RESPONDER_ENTITY, reviewDigest, interim: false };
  const approved = {
    incidentId: incident,
    by: auditor,
    entity: AUDITOR_ENTITY,
    reviewDigest,
    opinionDigest: id("opinion"),
  };
  const step = async (
    first: readonly [string, Values],
    second: (now: number) => readonly [string, Values],
  ): Promise<void> => {
    const calls: CouncilOrder["calls"] = [
      { contract: "IncidentRegistry", events: () => [first] },
      { contract: "EmergencyController", events: (now) => [second(now)] },
    ];
    // Whose transaction it is does not matter here: the Technical Committee's batches both.
    await act(world, { council: "technical", calls }, twist);
  };
  await step(["ReviewSubmitted", filed], (now) => ["ReviewFiled", { incidentId: incident, filedAt: now }]);
  await step(["ReviewApproved", approved], () => ["ReviewAccepted", { incidentId: incident }]);
}

/** An EmergencyFix of the CredentialLedger, approved by two councils whose signers sit for different entities. */
export async function fix(
  world: EvidenceWorld,
  dueAt: number,
  twist: EmergencyTwist & {
    readonly target?: string;
    readonly secondSigners?: readonly number[];
    readonly openedWith?: boolean;
  } = {},
): Promise<string> {
  const target = twist.target ?? world.address("CredentialLedger");
  const content = changeOf(world, proposer, 5, { incident, calls: [[target, 0, "0x"]] });
  const start = await world.now();
  await world.say("ChangeManager", "ChangeProposed", [content.id, proposer, 5, start + DAY, content.change]);
  const approve = async (council: CouncilName, role: number, signers: readonly number[]): Promise<void> => {
    const order = {
      to: world.address("ChangeManager"),
      data: suiteInterface("ChangeManager").encodeFunctionData("approve", [content.id, 5, 0, start + DAY]),
      signers,
    };
    const entities = signers.reduce((bits, number) => bits | (1n << BigInt(number + 1)), 0n);
    const safe = world.record.safes[council].address;
    const args = [content.id, safe, role, await world.hashOf(council, order), 1, entities];
    await world.prime("ChangeManager", "ChangeApproved", args);
    await world.execute(council, order);
  };
  await approve("technical", 3, [0, 1]);
  await approve("governance", 2, twist.secondSigners ?? [2, 3, 4]);
  const queuedAt = (await world.now()) + STEP;
  await world.at(queuedAt);
  await world.say("ChangeManager", "ChangeQueued", [content.id, 1, queuedAt + STEP, queuedAt + STEP + DAY]);
  const executed = (now: number): Values => ({
    id: content.id,
    executor: proposer,
    changeClass: 5,
    windowId: 0,
    executedAt: now,
    rollbackUntil: now + DAY,
    version: "1.2.3",
  });
  const levels = { acknowledgeWithin: 1, statementWithin: 2, mitigateWithin: 3, resolveWithin: 4, reviewWithin: 5 };
  const opened = [
    "IncidentOpened",
    { incidentId: incident, severity: 1, by: responder, reportDigest: id("report"), levels },
  ] as const;
  const calls: CouncilOrder["calls"] = [
    ...(twist.openedWith === true ? [{ contract: "IncidentRegistry", events: () => [opened] } as const] : []),
    { contract: "ChangeManager", events: (now) => [["ChangeExecuted", executed(now)]] },
    {
      contract: "EmergencyController",
      events: (now) => [
        ["EmergencyFixNoted", { incidentId: incident, changeId: content.id }],
        ["ReviewOwed", { incidentId: incident, dueAt: Math.max(dueAt, now + 14 * DAY), narrativeDueAt: 0 }],
      ],
    },
  ];
  await act(world, { council: "technical", calls }, twist);
  return content.id;
}

/** Seconds from one act to the next. */
const STEP = 60;

/** Primes every contract, then lets a council's Safe call them all in one transaction. */
/** A council acts, and the contracts that it calls say so. */
export async function act(world: EvidenceWorld, order: CouncilOrder, twist: EmergencyTwist): Promise<number> {
  const council = twist.council ?? order.council;
  const now = (await world.now()) + STEP;
  const calls = order.calls.map(({ contract, method, args = {} }) => ({
    to: world.address(contract),
    data: method === undefined ? "0x12345678" : encodeCall(contract, method, { ...args, ...twist.call }),
  }));
  const [first] = calls;
  if (first === undefined) throw new Error("no call");
  const whole = calls.length === 1 ? first : batchOf(world, calls);
  const safeOrder = { ...whole, ...(twist.signers === undefined ? {} : { signers: twist.signers }) };
  const safeTxHash = await world.hashOf(council, safeOrder);
  for (const { contract, events } of order.calls) {
    for (const [name, values] of events(now, safeTxHash)) {
      const other = twist.events?.[name];
      if (other === null) continue;
      await world.prime(contract, name, eventArgs(contract, name, { ...values, ...other }));
    }
  }
  await world.at(now);
  await world.execute(council, safeOrder);
  return now;
}

function batchOf(world: EvidenceWorld, calls: readonly { to: string; data: string }[]) {
  return { to: world.record.safeContracts.multiSendCallOnly, data: multiSendData(calls), operation: 1 };
}

/** A call with its arguments by name; what is not named is zero. */
export function encodeCall(contract: SuiteContract, method: string, values: Values): string {
  const abi = suiteInterface(contract);
  const inputs = abi.getFunction(method)?.inputs ?? [];
  const args = inputs.map(({ name }) => values[name] ?? 0);
  return abi.encodeFunctionData(method, args);
}

function eventArgs(contract: SuiteContract, event: string, values: Values): unknown[] {
  const inputs = suiteInterface(contract).getEvent(event)?.inputs ?? [];
  return inputs.map(({ name }) => values[name]);
}
