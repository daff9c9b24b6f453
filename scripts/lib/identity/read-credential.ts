import { Contract, ZeroHash, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { leafTuple } from "#lib/identity/credential-acts";
import type { CredentialLeaf } from "#lib/identity/credential-leaf";

/** In the order of the contract's enum. */
const credentialStatuses = ["Unknown", "Active", "Expired", "Revoked"] as const;

/** What the chain knows of a credential. Times are Unix seconds, null for none. */
export interface CredentialState {
  readonly issuer: string;
  readonly credentialDigest: string;
  /** Root of the batch that it was asked for with; null for one that was issued singly. */
  readonly root: string | null;
  readonly status: (typeof credentialStatuses)[number];
  readonly schemaId: string | null;
  readonly issuedAt: number | null;
  /** Of a credential in a batch: as its leaf says, if its proof holds. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** A credential of an issuer: issued singly, or in the batch of its leaf. */
export async function readCredential(
  provider: Provider,
  record: ContractsRecord,
  issuer: string,
  credentialDigest: string,
  leaf: CredentialLeaf | undefined,
): Promise<CredentialState> {
  const ledger = new Contract(record.contracts.CredentialLedger.address, suiteInterface("CredentialLedger"), provider);
  const ask = async (name: string, ...args: readonly unknown[]): Promise<Result> =>
    (await ledger.getFunction(name).staticCall(issuer, ...args)) as Result;
  const single = (await ask("credentialOf", credentialDigest)).toObject();
  const batch = leaf === undefined ? undefined : (await ask("batchOf", leaf.root)).toObject();
  const status = Number(
    leaf === undefined ? await ask("statusOf", credentialDigest) : await ask("statusOfLeaf", leafTuple(leaf)),
  );
  const known = status !== 0;
  const issuance = batch ?? single;
  const time = (value: unknown): number | null => (known && Number(value ?? 0) !== 0 ? Number(value) : null);
  return {
    issuer,
    credentialDigest,
    root: leaf?.root ?? null,
    status: credentialStatuses[status] ?? "Unknown",
    schemaId: known && issuance["schemaId"] !== ZeroHash ? String(issuance["schemaId"]) : null,
    issuedAt: time(issuance["issuedAt"]),
    expiresAt: time(leaf?.expiresAt ?? single["expiresAt"]),
    // A leaf that was revoked alone is kept under its digest, a whole batch under its root.
    revokedAt: time(single["revokedAt"]) ?? time(batch?.["revokedAt"]),
  };
}
