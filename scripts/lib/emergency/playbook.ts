import { ZeroHash, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { PlaybookConfig } from "#lib/deployment/emergency-schema";
import type { Restriction } from "#lib/emergency/acts";
import { modeAt } from "#lib/emergency/mode";
import { controllerAt } from "#lib/emergency/read-system";
import { playbookId } from "#lib/emergency/system-id";
import type { SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";

/** What a playbook does: which systems are put into which modes, and for how long at most. */
export interface PlaybookContent {
  /** keccak256 of the document that explains it. */
  readonly digest: string;
  /** Seconds. */
  readonly duration: number;
  readonly severity: number;
  readonly restrictions: readonly Restriction[];
}

/**
 * The playbook that the chain holds: what was approved, whatever files say.
 *
 * @param configured Playbooks of governance.json, for their names.
 * @throws SuiteError `input/unknown-playbook`.
 */
export async function readPlaybook(
  provider: Provider,
  record: ContractsRecord,
  playbook: Label,
  book: SystemBook,
  configured: readonly PlaybookConfig[],
): Promise<PlaybookContent> {
  const content = await findPlaybook(provider, record, playbook.id, book);
  if (content === undefined) throw unknown(playbook, await knownPlaybooks(provider, record, configured));
  return content;
}

/** The playbook that the chain holds under an id; undefined when it holds none. */
export async function findPlaybook(
  provider: Provider,
  record: ContractsRecord,
  id: string,
  book: SystemBook,
): Promise<PlaybookContent | undefined> {
  const answer = (await controllerAt(provider, record).getFunction("playbookOf").staticCall(id)) as Result;
  const { digest, duration, severity, restrictions } = answer.toObject() as {
    digest: string;
    duration: bigint;
    severity: bigint;
    restrictions: Result;
  };
  if (digest === ZeroHash) return undefined;
  return {
    digest,
    duration: Number(duration),
    severity: Number(severity),
    restrictions: (restrictions.toArray() as Result[]).map((restriction) => ({
      system: book.named(String(restriction["systemId"])),
      mode: modeAt(restriction["mode"] as bigint),
    })),
  };
}

function unknown(playbook: Label, names: readonly string[]): SuiteError {
  return new SuiteError({
    code: "input/unknown-playbook",
    message: `"${playbook.text}" is no playbook of this deployment.`,
    hint:
      names.length === 0
        ? "No playbook is approved yet; restrict with --system and --mode."
        : `Use one of ${names.join(", ")}, or restrict with --system and --mode.`,
    details: { playbook: playbook.text, id: playbook.id, playbooks: names },
  });
}

/** Playbooks that were ever approved, by the names of governance.json; by id where there is none. */
async function knownPlaybooks(
  provider: Provider,
  record: ContractsRecord,
  configured: readonly PlaybookConfig[],
): Promise<string[]> {
  const logs = await readLogs({
    provider,
    address: record.contracts.EmergencyController.address,
    topics: [suiteInterface("EmergencyController").getEvent("PlaybookSet")?.topicHash ?? null],
    fromBlock: record.deployedAtBlock,
    toBlock: await provider.getBlockNumber(),
  });
  const names = new Map(configured.map(({ key }) => [playbookId(key), key]));
  return [...new Set(logs.map(({ topics }) => topics[1] ?? ""))].map((id) => names.get(id) ?? id);
}
