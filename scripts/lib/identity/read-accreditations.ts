import { Contract, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { decodeRevert, revertDataOf } from "#lib/errors/revert";
import {
  accreditationKinds,
  accreditationStatuses,
  type Accreditation,
  type Subject,
} from "#lib/identity/accreditation";
import { readEvents } from "#lib/identity/events";

/** Who is meant, without the words of a command line. */
type SubjectId = Pick<Subject, "kind" | "account" | "scope">;

/** An accreditation; its status is None when the register does not know the subject. */
export async function readAccreditation(
  provider: Provider,
  record: ContractsRecord,
  { kind, account, scope }: SubjectId,
): Promise<Accreditation> {
  const { address } = record.contracts.AccreditationRegistry;
  const registry = new Contract(address, suiteInterface("AccreditationRegistry"), provider);
  const subject = [accreditationKinds.indexOf(kind), account, scope];
  const [answer, refusal] = await Promise.all([
    registry.getFunction("accreditationOf").staticCall(subject) as Promise<Result>,
    refusalOf(registry.getFunction("requireAccredited").staticCall(subject)),
  ]);
  const fields = answer.toObject();
  const number = (name: string): number => Number(fields[name]);
  return {
    kind,
    account,
    scope,
    status: accreditationStatuses[number("status")] ?? "None",
    entity: number("entity"),
    round: number("round"),
    schemaVersion: kind === "issuer" ? number("schemaVersion") : null,
    since: number("since"),
    until: number("until"),
    requirementDigest: String(fields["requirementDigest"]),
    refusal,
  };
}

/** Everyone who ever was accredited, in the order of their first accreditation. */
export async function listSubjects(provider: Provider, record: ContractsRecord): Promise<SubjectId[]> {
  const events = await readEvents(provider, record, { contract: "AccreditationRegistry", name: "Accredited" });
  const subjects = new Map<string, SubjectId>();
  for (const { args } of events) {
    const kind = accreditationKinds[Number(args["kind"])];
    const { account, scope } = args;
    if (kind === undefined || account === undefined || scope === undefined) continue;
    const key = `${kind}:${account}:${scope}`;
    if (!subjects.has(key)) subjects.set(key, { kind, account, scope });
  }
  return [...subjects.values()];
}

/** The accreditations of {@link listSubjects}, as they stand. */
export async function listAccreditations(provider: Provider, record: ContractsRecord): Promise<Accreditation[]> {
  const subjects = await listSubjects(provider, record);
  return Promise.all(subjects.map((subject) => readAccreditation(provider, record, subject)));
}

async function refusalOf(asked: Promise<unknown>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    const revert = decodeRevert(revertDataOf(error) ?? "");
    if (revert === undefined) throw error;
    return revert.text;
  }
}
