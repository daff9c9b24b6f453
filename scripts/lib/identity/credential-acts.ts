import { topicOf } from "#lib/identity/events";
import type { CredentialLeaf } from "#lib/identity/credential-leaf";
import { bears, type IdentityAct } from "#lib/identity/perform";
import type { Label } from "#lib/input/parse-label";
import { ROLE_IDS } from "#lib/permissions/roles";

/** Whose credential a revocation is about, and who revokes. */
export interface Revocation {
  readonly reasonDigest: string;
  /** The issuer, when the Identity Authority revokes for it; undefined when the issuer itself does. */
  readonly onBehalfOf: string | undefined;
}

/** A check of a credential. */
export interface Verification {
  readonly issuer: string;
  readonly credentialDigest: string;
  readonly accepted: boolean;
  readonly purposeDigest: string;
  /** How it is part of a batch; undefined for a credential that was issued singly. */
  readonly leaf: CredentialLeaf | undefined;
}

const NO_ROOT = `0x${"00".repeat(32)}`;

/** @param expiresAt Unix seconds. */
export function issueAct(schema: Label, credentialDigest: string, expiresAt: number): IdentityAct {
  return {
    ...byIssuer("issue", [schema.id, credentialDigest, expiresAt], "The issuance"),
    about: `credential ${credentialDigest}`,
    intent: `issue:${schema.id}:${credentialDigest}`,
    story: (issuer) => ({ name: "CredentialIssued", indexed: [topicOf(issuer), credentialDigest] }),
    doneIn: (story) => story.find((event) => bears(event, "CredentialIssued", { schemaId: schema.id })),
  };
}

export function issueBatchAct(schema: Label, root: string, count: number): IdentityAct {
  return {
    ...byIssuer("issueBatch", [schema.id, root, count], "The issuance"),
    about: `batch ${root} of ${String(count)}`,
    intent: `issue-batch:${schema.id}:${root}:${String(count)}`,
    story: (issuer) => ({ name: "BatchIssued", indexed: [topicOf(issuer), root] }),
    doneIn: (story) =>
      story.find((event) => bears(event, "BatchIssued", { schemaId: schema.id, count: String(count) })),
  };
}

/** One credential, issued singly or, with its leaf, in a batch. */
export function revokeAct(
  credentialDigest: string,
  leaf: CredentialLeaf | undefined,
  revocation: Revocation,
): IdentityAct {
  const subject = leaf === undefined ? credentialDigest : leafTuple(leaf);
  const root = leaf?.root ?? NO_ROOT;
  return {
    ...byReviser(leaf === undefined ? "revoke" : "revokeLeaf", subject, revocation),
    about: `credential ${credentialDigest}`,
    intent: `revoke:${credentialDigest}:${root}:${revocation.reasonDigest}`,
    story: (account) => ({
      name: "CredentialRevoked",
      indexed: [topicOf(revocation.onBehalfOf ?? account), credentialDigest],
    }),
    doneIn: (story) =>
      story.find((event) => bears(event, "CredentialRevoked", { root, reasonDigest: revocation.reasonDigest })),
  };
}

/** A whole batch. */
export function revokeBatchAct(root: string, revocation: Revocation): IdentityAct {
  const { reasonDigest, onBehalfOf } = revocation;
  return {
    ...byReviser("revokeBatch", root, revocation),
    about: `batch ${root}`,
    intent: `revoke-batch:${root}:${reasonDigest}`,
    story: (account) => ({ name: "BatchRevoked", indexed: [topicOf(onBehalfOf ?? account), root] }),
    doneIn: (story) => story.find((event) => bears(event, "BatchRevoked", { reasonDigest })),
  };
}

/** A check. The same one, with the same purpose and verdict, is recorded once. */
export function verifyAct({ issuer, credentialDigest, accepted, purposeDigest, leaf }: Verification): IdentityAct {
  const subject = leaf === undefined ? credentialDigest : leafTuple(leaf);
  const values = { root: leaf?.root ?? NO_ROOT, accepted: String(accepted), purposeDigest };
  return {
    ...byVerifier(leaf === undefined ? "recordVerification" : "recordLeafVerification", [
      issuer,
      subject,
      accepted,
      purposeDigest,
    ]),
    about: `credential ${credentialDigest}`,
    intent: `verify:${issuer}:${credentialDigest}:${Object.values(values).join(":")}`,
    story: (verifier) => ({
      name: "VerificationRecorded",
      indexed: [topicOf(verifier), topicOf(issuer), credentialDigest],
    }),
    doneIn: (story) => story.find((event) => bears(event, "VerificationRecorded", values)),
  };
}

/** Counted checks, by the root of their log. */
export function verifyBatchAct(root: string, count: number, accepted: number): IdentityAct {
  const values = { count: String(count), accepted: String(accepted) };
  return {
    ...byVerifier("recordVerificationBatch", [root, count, accepted]),
    about: `${values.count} checks ${root}`,
    intent: `verify-batch:${root}:${values.count}:${values.accepted}`,
    story: (verifier) => ({ name: "VerificationBatchRecorded", indexed: [topicOf(verifier), root] }),
    doneIn: (story) => story.find((event) => bears(event, "VerificationBatchRecorded", values)),
  };
}

/** `BatchLeaf` of the contract. */
export function leafTuple({ root, credentialDigest, expiresAt, proof }: CredentialLeaf): readonly unknown[] {
  return [root, credentialDigest, expiresAt, proof];
}

type Who = Pick<IdentityAct, "contract" | "function" | "args" | "role" | "action">;

function byIssuer(name: string, args: readonly unknown[], action: string): Who {
  return { contract: "CredentialLedger", function: name, args, role: ROLE_IDS.ISSUER, action };
}

function byVerifier(name: string, args: readonly unknown[]): Who {
  return { contract: "CredentialLedger", function: name, args, role: ROLE_IDS.VERIFIER, action: "The record" };
}

function byReviser(name: string, subject: unknown, { reasonDigest, onBehalfOf }: Revocation): Who {
  const action = "The revocation";
  if (onBehalfOf === undefined) return byIssuer(name, [subject, reasonDigest], action);
  const args = [onBehalfOf, subject, reasonDigest];
  return {
    contract: "CredentialLedger",
    function: `${name}For`,
    args,
    role: ROLE_IDS.IDENTITY_AUTHORITY,
    action,
  };
}
