import { join } from "node:path";

import type { WrittenCall } from "#lib/calls/encode-call";
import type { PlaybookConfig } from "#lib/deployment/emergency-schema";
import type { PlaybookContent } from "#lib/emergency/playbook";
import { playbookId } from "#lib/emergency/system-id";
import { MODES } from "#lib/emergency/system-modes";
import type { SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import { documentDigest } from "#lib/files/document";

/** What `change new --from` reads. */
export interface PlaybookCalls {
  readonly calls: readonly WrittenCall[];
  readonly rollback: readonly WrittenCall[];
}

/** Where a playbook's document is: beside governance.json. */
export function playbookDocument(deploymentDirectory: string, { document }: PlaybookConfig): string {
  return join(deploymentDirectory, document);
}

/**
 * A playbook of governance.json.
 *
 * @throws SuiteError `input/unknown-playbook`.
 */
export function configuredPlaybook(playbooks: readonly PlaybookConfig[], key: string): PlaybookConfig {
  const found = playbooks.find((playbook) => playbook.key === key);
  if (found !== undefined) return found;
  const keys = playbooks.map((playbook) => playbook.key);
  throw new SuiteError({
    code: "input/unknown-playbook",
    message: `governance.json has no playbook "${key}".`,
    hint: keys.length === 0 ? "Write one under emergency.playbooks." : `Use one of ${keys.join(", ")}.`,
    details: { key, playbooks: keys },
  });
}

/**
 * Refuses a playbook whose document is not written, or is not the one that its entry names.
 *
 * @throws SuiteError `conflict/playbook-digest`, those of `documentDigest`.
 */
export function requireDocument(deploymentDirectory: string, playbook: PlaybookConfig): void {
  const path = playbookDocument(deploymentDirectory, playbook);
  const digest = documentDigest(path, "playbook", "docs/templates/playbooks");
  if (digest === playbook.digest) return;
  throw new SuiteError({
    code: "conflict/playbook-digest",
    message: `${path} has the digest ${digest}, governance.json names ${playbook.digest}.`,
    hint: "Read the document; if it is the one that is meant, put its digest into governance.json.",
    details: { path, digest, named: playbook.digest },
  });
}

/**
 * The calls of the change that approves a playbook, and of its rollback.
 *
 * @param former What the chain holds under the playbook's name: the rollback restores it, or else removes the playbook.
 */
export function playbookCalls(
  playbook: PlaybookConfig,
  book: SystemBook,
  former: PlaybookContent | undefined,
): PlaybookCalls {
  const id = playbookId(playbook.key);
  const restrictions = playbook.restrictions.map(({ system, mode }) => ({ system: book.resolve(system), mode }));
  return {
    calls: [setPlaybook(id, { ...playbook, restrictions })],
    rollback: [former === undefined ? { ...CALL, function: "removePlaybook", args: [id] } : setPlaybook(id, former)],
  };
}

const CALL = { target: "EmergencyController", value: "0" } as const;

function setPlaybook(id: string, { digest, duration, severity, restrictions }: PlaybookContent): WrittenCall {
  const pairs = restrictions.map(({ system, mode }) => [system.id, MODES.indexOf(mode)]);
  return { ...CALL, function: "setPlaybook", args: [id, [digest, duration, severity, pairs]] };
}
