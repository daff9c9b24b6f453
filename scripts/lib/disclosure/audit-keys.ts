import type { Recipient } from "#lib/encryption/recipients";
import { SuiteError } from "#lib/errors/suite-error";
import type { KeyLine } from "#lib/evidence/key-format";
import { keyId } from "#lib/keys/key-id";
import { parseLabel } from "#lib/input/parse-label";

/**
 * The audit key that a recipient of age is. It is registered under its own spelling, `audit:age1…`, so that its id on the
 * chain is a digest of the public key itself: nobody needs a list beside the chain that says which key is whose.
 */
export function auditKeyId(recipient: string): string {
  return keyId("audit", parseLabel(recipient).id);
}

/** Why data must not be encrypted to a recipient, by the keys on record; null when it may. */
export function whyNoAuditKey(recipient: string, keys: readonly KeyLine[]): string | null {
  const id = auditKeyId(recipient);
  const key = keys.find((item) => item.keyId === id);
  if (key === undefined) return `${recipient} is no audit key on record`;
  return key.status === "Current" ? null : `the audit key ${recipient} is ${key.status.toLowerCase()}`;
}

/** @throws SuiteError `refused/no-audit-key`, naming the first recipient that is none. */
export function requireAuditKeys(recipients: readonly Recipient[], keys: readonly KeyLine[]): void {
  for (const recipient of recipients) {
    const reason = whyNoAuditKey(recipient, keys);
    if (reason === null) continue;
    throw new SuiteError({
      code: "refused/no-audit-key",
      message: `Nothing is encrypted: ${reason}.`,
      hint: `An auditor registers it, then evidence of a later block knows it: npx hardhat key register audit:${recipient}`,
      details: { recipient, keyId: auditKeyId(recipient) },
    });
  }
}
