import { readFileSync } from "node:fs";
import { join } from "node:path";

import { keccak256 } from "ethers";

import { encodeCall, type EncodedCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { artifactDigests } from "#lib/change/artifacts";
import { changeId, type Change, type ChangeContext } from "#lib/change/change";
import { dossierFiles, type Dossier, type DossierCall } from "#lib/change/dossier";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** A change as its dossier describes it, ready for the contract. */
export interface AssembledChange {
  readonly id: string;
  readonly change: Change;
  readonly context: ChangeContext;
  /** keccak256 of change.json. */
  readonly changeFile: string;
}

/**
 * Turns a dossier into the change that it describes. The bytes of every call are computed again from what people read,
 * and must be the ones that the file holds: a file whose bytes and words differ is refused.
 *
 * @throws SuiteError `conflict/chain-id`, `conflict/change-manager`, `conflict/call-bytes`, and those of `artifactDigests`.
 */
export function assembleChange(dossier: Dossier, record: ContractsRecord): AssembledChange {
  const { file, path } = dossier;
  requireSame("conflict/chain-id", "chain id", file.chainId, record.chainId, path);
  requireSame(
    "conflict/change-manager",
    "ChangeManager",
    file.changeManager,
    record.contracts.ChangeManager.address,
    path,
  );
  const book = new AddressBook(record);
  const change: Change = {
    class: file.class,
    irreversible: file.irreversible,
    calls: file.calls.map((call) => agreedCall(call, book, path)),
    rollback: file.rollback.map((call) => agreedCall(call, book, path)),
    artifacts: artifactDigests(path),
    pins: file.pins,
    incident: file.incident,
    salt: file.salt,
    version: file.version,
    uri: file.uri,
  };
  const context = { chainId: file.chainId, changeManager: file.changeManager, proposer: file.proposer };
  return {
    id: changeId(context, change),
    change,
    context,
    changeFile: keccak256(readFileSync(join(path, dossierFiles.change))),
  };
}

/**
 * The bytes of a call in a dossier, which must be what its words stand for.
 *
 * @throws SuiteError `conflict/call-bytes`.
 */
export function agreedCall(call: DossierCall, book: AddressBook, path: string): EncodedCall {
  const { target, value, data } = encodeCall(call, book);
  if (target === call.resolved.target && data === call.resolved.data.toLowerCase()) return { target, value, data };
  throw new SuiteError({
    code: "conflict/call-bytes",
    message: `${path}: ${call.target}.${call.function} encodes to other bytes than the file holds.`,
    hint: "Somebody edited the words or the bytes. Make the dossier again.",
    details: { call: call.function, file: call.resolved, computed: { target, data } },
  });
}

function requireSame(
  code: "conflict/chain-id" | "conflict/change-manager",
  name: string,
  file: number | string,
  deployment: number | string,
  path: string,
): void {
  if (file === deployment) return;
  throw new SuiteError({
    code,
    message: `${path} is for the ${name} ${String(file)}, this deployment has ${String(deployment)}.`,
    hint: "Choose the right network with --network, or make the dossier again for this one.",
    details: { path, file, deployment },
  });
}
