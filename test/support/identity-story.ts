import { id, ZeroHash } from "ethers";

import { systemId } from "#lib/emergency/system-id";
import { DAY, type Lies, type Said, together } from "#support/bridge-story";
import { act, type CouncilOrder, type EmergencyTwist } from "#support/emergency-story";
import type { EvidenceWorld } from "#support/evidence-world";

type Values = Readonly<Record<string, unknown>>;

/** Who does what, each for an entity of its own. */
export const office = {
  identity: { account: "0x0000000000000000000000000000000000000911", entity: 41, role: 6 },
  issuer: { account: "0x0000000000000000000000000000000000000912", entity: 42, role: 11 },
  verifier: { account: "0x0000000000000000000000000000000000000913", entity: 43, role: 12 },
  operator: { account: "0x0000000000000000000000000000000000000914", entity: 44, role: 8 },
  treasury: { account: "0x0000000000000000000000000000000000000915", entity: 45, role: 5 },
} as const;

export const schemaId = id("residence permit");
export const identityService = systemId({ kind: "service", name: "identity" });
export const issuerSystem = systemId({ kind: "issuer", name: "", account: office.issuer.account });
/** The first byte names the category: 2 Issuer, 1 Governance. */
export const issuerKey = keyIn(2, "issuer");
export const governanceKey = keyIn(1, "owner");

export function keyIn(category: number, name: string): string {
  return `0x0${category}${id(name).slice(4)}`;
}

/** People with their roles; the ledger belongs to its service. */
export async function foundOffice(world: EvidenceWorld): Promise<void> {
  const appointed = Object.values(office).flatMap(({ account, entity, role }) => [
    ["RoleRegistry", "AccountBound", { account, entity }] as const,
    ["RoleRegistry", "RoleGranted", { roleId: role, account, delay: 0, since: 1, newMember: true }] as const,
  ]);
  const target = world.address("CredentialLedger");
  await together(world, [
    ...appointed,
    ["EmergencyController", "SystemAssigned", { target, systemId: identityService }],
  ]);
}

/** A schema, an issuer with a key and a verifier. */
export async function accreditAll(world: EvidenceWorld): Promise<void> {
  await publishSchema(world);
  await accredit(world, "issuer");
  await accredit(world, "verifier");
  await registerKey(world);
}

export async function publishSchema(world: EvidenceWorld, lies: Values = {}): Promise<void> {
  const now = await next(world);
  const schema = { schemaId, version: 1, by: office.identity.account, digest: id("schema 1") };
  const rest = { revocationPolicyDigest: id("policy"), previousUntil: now, uri: "" };
  await together(world, [["AccreditationRegistry", "SchemaPublished", { ...schema, ...rest, ...lies }]]);
}

/** For a year. */
export async function accredit(world: EvidenceWorld, who: "issuer" | "verifier", lies: Values = {}): Promise<void> {
  const now = await next(world);
  const { account, entity } = office[who];
  const ofIssuer = who === "issuer";
  const judged = { schemaVersion: ofIssuer ? 1 : 0, until: now + 365 * DAY, requirementDigest: id("assessment") };
  const accredited = { ...subject(who), entity, round: 1, ...judged, by: office.identity.account };
  await together(world, [["AccreditationRegistry", "Accredited", { ...accredited, account, ...lies }]]);
}

export async function move(
  world: EvidenceWorld,
  event: string,
  values: Values = {},
  who: "issuer" | "verifier" = "issuer",
): Promise<void> {
  const now = await next(world);
  const renewed = { schemaVersion: 1, until: now + 365 * DAY, requirementDigest: id("renewal") };
  const digests = { reasonDigest: id("reason"), decisionDigest: id("decision") };
  const said = { ...subject(who), ...renewed, ...digests, by: office.identity.account, ...values };
  await together(world, [["AccreditationRegistry", event, said]]);
}

function subject(who: "issuer" | "verifier"): Values {
  const kind = who === "issuer" ? 0 : 1;
  return { kind, account: office[who].account, scope: who === "issuer" ? schemaId : ZeroHash };
}

export async function registerKey(world: EvidenceWorld, lies: Values = {}): Promise<void> {
  await together(world, [registered(await next(world), lies)]);
}

/** The successor is registered, and the key rotated, in one transaction. */
export async function rotateKey(world: EvidenceWorld, lies: Lies = {}): Promise<void> {
  const successor = keyIn(2, "successor");
  const rotated = { keyId: issuerKey, successor, by: office.identity.account, evidenceDigest: id("ceremony") };
  const now = await next(world);
  await together(world, [registered(now, { keyId: successor }), ["KeyRegistry", "KeyRotated", rotated]], lies);
}

function registered(now: number, lies: Values): Said {
  const { account, entity } = office.issuer;
  const period = 90 * DAY;
  const terms = { custody: 2, custodyDigest: id("hsm"), rotationPeriod: period, dueAt: now + period };
  const key = { keyId: issuerKey, category: 2, holder: account, entity, ...terms, by: office.identity.account };
  return ["KeyRegistry", "KeyRegistered", { ...key, ...lies }];
}

/** The Sovereign Authority registers the key of a council's owner. */
export async function registerGovernanceKey(world: EvidenceWorld, twist: EmergencyTwist = {}): Promise<void> {
  const { account: holder, entity } = office.treasury;
  const rotationPeriod = 365 * DAY;
  const terms = { holder, custody: 2, custodyDigest: id("hsm"), rotationPeriod };
  const by = world.record.safes[twist.council ?? "sovereign"].address;
  const calls: CouncilOrder["calls"] = [
    {
      contract: "KeyRegistry",
      method: "registerGovernanceKey",
      args: { keyId: governanceKey, terms },
      events: (now) => [
        ["KeyRegistered", { keyId: governanceKey, category: 1, entity, ...terms, dueAt: now + rotationPeriod, by }],
      ],
    },
  ];
  await act(world, { council: "sovereign", calls }, twist);
}

export async function keyEvent(world: EvidenceWorld, event: string, values: Values = {}): Promise<void> {
  const digests = { evidenceDigest: id("evidence"), reasonDigest: id("reason") };
  await together(world, [["KeyRegistry", event, { keyId: issuerKey, ...digests, ...values }]]);
}

export async function credentialEvent(world: EvidenceWorld, event: string, values: Values = {}): Promise<void> {
  const credential = { issuer: office.issuer.account, credentialDigest: id("credential"), schemaId };
  const batch = { root: id("root"), count: 7, accepted: event === "VerificationBatchRecorded" ? 5 : true };
  const rest = { verifier: office.verifier.account, status: 1, purposeDigest: id("purpose"), expiresAt: 4_000_000_000 };
  const revoked = { by: office.issuer.account, reasonDigest: id("reason") };
  await together(world, [["CredentialLedger", event, { ...credential, ...batch, ...rest, ...revoked, ...values }]]);
}

/** @returns The time of the next block. */
async function next(world: EvidenceWorld): Promise<number> {
  const now = (await world.now()) + 10;
  await world.at(now);
  return now;
}
