import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { generateIdentity } from "age-encryption";
import { id } from "ethers";

import { auditKeyId } from "#lib/disclosure/audit-keys";
import { type Identity, readIdentityFile } from "#lib/encryption/identity";
import type { Recipient } from "#lib/encryption/recipients";
import { DAY, together } from "#support/bridge-story";
import type { EvidenceWorld } from "#support/evidence-world";
import { people } from "#support/program-story";
import { temporaryFolder } from "#support/temporary-folder";

/** Somebody who can read what is encrypted to him. */
export interface AuditHolder {
  readonly recipient: Recipient;
  readonly identity: Identity;
}

export async function auditHolder(): Promise<AuditHolder> {
  const path = join(temporaryFolder(), "audit.key");
  writeFileSync(path, await generateIdentity(), { mode: 0o600 });
  const identity = await readIdentityFile(path);
  const [recipient] = identity.recipients;
  if (recipient === undefined) throw new Error("no key");
  return { recipient, identity };
}

/** The auditor registers the key of a holder. */
export async function registerAuditKey(world: EvidenceWorld, recipient: Recipient): Promise<void> {
  const now = (await world.now()) + 10;
  await world.at(now);
  const { account, entity } = people.auditor;
  const terms = { custody: 3, custodyDigest: id("exception"), rotationPeriod: 365 * DAY, dueAt: now + 365 * DAY };
  const key = { keyId: auditKeyId(recipient), category: 4, holder: account, entity, ...terms, by: account };
  await together(world, [["KeyRegistry", "KeyRegistered", key]]);
}

export async function retireAuditKey(world: EvidenceWorld, recipient: Recipient): Promise<void> {
  const retired = { keyId: auditKeyId(recipient), by: people.auditor.account, reasonDigest: id("left the office") };
  await together(world, [["KeyRegistry", "KeyRetired", retired]]);
}
