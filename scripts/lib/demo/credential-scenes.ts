import { Contract, id as digestOf } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { SCHEMA } from "#lib/demo/accreditation-scenes";
import { operate } from "#lib/demo/operators";
import type { Stage } from "#lib/demo/stage";
import { keyId } from "#lib/keys/key-id";

const GENUINE = digestOf("Rehearsal: a credential and its salt");
const FORGED = digestOf("Rehearsal: a credential that nobody applied for, and its salt");
const URGENT = digestOf("Rehearsal: a credential that cannot wait, and its salt");

const YEAR = 365 * 86_400;

/** The key with which the credential office signs its credentials, and the one that replaces it. */
export const SIGNING_KEY = keyId("issuer", digestOf("credential-office signing key 1"));
const NEXT_SIGNING_KEY = keyId("issuer", digestOf("credential-office signing key 2"));

/** Index of `Custody.Hsm`. */
const HSM = 2;

/** The office's key is put on record; it issues one by one and as a batch; somebody verifies. */
export async function issueCredentials(stage: Stage): Promise<string> {
  await operate(stage, "IDENTITY_AUTHORITY", "KeyRegistry", "registerIssuerKey", [SIGNING_KEY, keyTerms(stage)]);
  for (const credential of [GENUINE, FORGED]) await issue(stage, credential);
  await operate(stage, "ISSUER", "CredentialLedger", "issueBatch", [SCHEMA, digestOf("Rehearsal: a batch"), 100]);
  await verify(stage, "at the counter");
  return `${await issued(stage)} credentials issued, one verified`;
}

/** One more credential. */
export async function issueUrgently(stage: Stage): Promise<void> {
  await issue(stage, URGENT);
}

/** What an attempt to issue would put on the chain. */
export async function anotherCredential(stage: Stage): Promise<readonly unknown[]> {
  return [SCHEMA, URGENT, (await stage.now()) + YEAR];
}

/** What no restriction of an issuer stops: checking credentials, and revoking the one that was forged. */
export async function verifyAndRevoke(stage: Stage): Promise<string> {
  await verify(stage, "at the border");
  await operate(stage, "ISSUER", "CredentialLedger", "revoke", [FORGED, digestOf("Rehearsal: nobody applied for it")]);
  return "one credential verified, the forged one revoked by its issuer";
}

/** Whoever accredits issuers records that the office has another key. */
export async function rotateSigningKey(stage: Stage): Promise<void> {
  const evidence = digestOf("Rehearsal: minutes of the key ceremony");
  const values = [SIGNING_KEY, NEXT_SIGNING_KEY, keyTerms(stage), evidence];
  await operate(stage, "IDENTITY_AUTHORITY", "KeyRegistry", "rotateIssuerKey", values);
}

async function issue(stage: Stage, credential: string): Promise<void> {
  const expiresAt = (await stage.now()) + YEAR;
  await operate(stage, "ISSUER", "CredentialLedger", "issue", [SCHEMA, credential, expiresAt]);
}

async function verify(stage: Stage, purpose: string): Promise<void> {
  const values = [stage.operator("ISSUER"), GENUINE, true, digestOf(`Rehearsal: ${purpose}`)];
  await operate(stage, "VERIFIER", "CredentialLedger", "recordVerification", values);
}

async function issued(stage: Stage): Promise<string> {
  const { provider, record } = stage;
  const ledger = new Contract(record.contracts.CredentialLedger.address, suiteInterface("CredentialLedger"), provider);
  const [count] = (await ledger.getFunction("issuerVolume").staticCall(stage.operator("ISSUER"))) as [bigint];
  return count.toString();
}

/** Holder, custody, digest of the HSM's attestation, rotation period. */
function keyTerms(stage: Stage): readonly unknown[] {
  return [stage.operator("ISSUER"), HSM, digestOf("Rehearsal: attestation of the HSM"), YEAR / 2];
}
