import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { keccak256 } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import type { BackupTerms } from "#lib/continuity/back-up";
import { readBackupRecipients, RECIPIENTS_SUBJECT } from "#lib/continuity/backup-recipients";
import { runBackup, type BackupResult } from "#lib/continuity/run-backup";
import { runRestore, type RestoreResult, type RestoreTerms } from "#lib/continuity/run-restore";
import { publicWallet } from "#lib/demo/public-accounts";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { readIdentityFile, type Identity } from "#lib/encryption/identity";
import { makeIdentityFile } from "#lib/encryption/make-identity";
import { parseLabel } from "#lib/input/parse-label";
import { recordDocument } from "#lib/operations/record-document";
import type { Sending } from "#lib/transaction/send-transaction";
import { sendingFor } from "#support/dossier-kit";
import { copyDemoCountry } from "#support/emergency-country";
import { operatorOf } from "#support/governed-changes";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

export const SERIES = parseLabel("suite");

/** What a country keeps off chain besides its record, with permissions. */
const KEPT: Readonly<Record<string, { readonly text: string; readonly mode?: number }>> = {
  "changes/001-a-change/change.json": { text: '{ "title": "A change" }' },
  "changes/001-a-change/change-request.md": { text: "Because.\n" },
  "programs/child-benefit/batches/1/first/manifest.json": { text: '{ "count": 2 }' },
  "programs/child-benefit/batches/1/first/private/salts.bin": { text: "salt of row 0, salt of row 1", mode: 0o600 },
  "programs/child-benefit/rules/1.json": { text: '{ "version": 1 }' },
  "incidents/2026-11-21-mismatch/narrative.md": { text: "At three in the morning.\n" },
  "notes-of-the-director.txt": { text: "" },
};

/** The demonstration country with off-chain stores, two holders of keys, and a medium for backups. */
export class ContinuityCountry {
  readonly suite: DeployedSuite;
  readonly deployment: string;
  readonly medium: string;
  readonly holders: readonly [Identity, Identity];
  readonly sending: Sending;

  private constructor(
    suite: DeployedSuite,
    deployment: string,
    holders: readonly [Identity, Identity],
    sending: Sending,
  ) {
    this.suite = suite;
    this.deployment = deployment;
    this.medium = join(temporaryFolder(), "medium");
    this.holders = holders;
    this.sending = sending;
  }

  static async begin(): Promise<ContinuityCountry> {
    const suite = await loadSuite();
    const deployment = temporaryFolder();
    copyDemoCountry(deployment);
    writeContractsRecord(deployment, suite.record);
    for (const [path, { text, mode }] of Object.entries(KEPT)) write(join(deployment, path), text, mode);
    const keys = temporaryFolder();
    const made = [await makeIdentityFile(join(keys, "1")), await makeIdentityFile(join(keys, "2"))] as const;
    const technician = publicWallet(operatorOf(suite, "TECHNICAL_OPERATOR"));
    const sending = await sendingFor(suite.provider, technician, suite.record.chainId, deployment);
    const path = join(deployment, "operations/backup-recipients.json");
    const recipients = made.map(({ recipient }, index) => ({ holder: `Holder ${index + 1}`, recipient }));
    const keystores = [{ account: technician.address, where: "HSM 1, slot 4" }];
    write(path, JSON.stringify({ schema: "sign.backup-recipients.v1", recipients, keystores }));
    const [subject, digest] = [parseLabel(RECIPIENTS_SUBJECT), keccak256(readFileSync(path))];
    const draft = { kind: "BackupPolicy", subject, digest, uri: "" } as const;
    await recordDocument(sending, suite.record, draft, { dryRun: false });
    const holders = [await readIdentityFile(made[0].path), await readIdentityFile(made[1].path)] as const;
    return new ContinuityCountry(suite, deployment, holders, sending);
  }

  /** What a backup is made by. */
  async terms(): Promise<BackupTerms> {
    const { provider, record } = this.suite;
    const recipients = await readBackupRecipients(provider, record, this.deployment);
    const newest = await provider.getBlock("latest");
    const block = { number: newest?.number ?? 0, hash: newest?.hash ?? "", timestamp: newest?.timestamp ?? 0 };
    const { deployment, medium: folder } = this;
    return {
      deployment,
      folder,
      network: "anvil",
      series: SERIES,
      record,
      recipients,
      block,
      reporter: silentReporter(),
    };
  }

  async backup(): Promise<BackupResult> {
    return runBackup(await this.terms(), this.sending);
  }

  /** Restores into a new folder. */
  async restore(
    altered: Partial<RestoreTerms> = {},
    dryRun = false,
  ): Promise<RestoreResult & { readonly target: string }> {
    const target = altered.target ?? join(temporaryFolder(), "restored");
    const terms: RestoreTerms = {
      folder: this.medium,
      target,
      identity: this.holders[1],
      series: SERIES,
      sequence: undefined,
      leniency: { unrecorded: false, older: false },
      anchor: { from: "record", record: this.suite.record },
      trust: undefined,
      rpc: this.suite.connection.provider,
      reporter: silentReporter(),
      ...altered,
    };
    return { ...(await runRestore(terms, { dryRun })), target };
  }

  write(path: string, text: string): void {
    write(join(this.deployment, path), text);
  }

  /** Another copy of the medium, to be spoilt. */
  copy(): string {
    const copy = join(temporaryFolder(), "copy");
    cpSync(this.medium, copy, { recursive: true });
    return copy;
  }
}

/** Files below a folder with their bytes, by path; without what this feature keeps for itself. */
export function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith("continuity/"))
    .sort();
  return Object.fromEntries(names.map((path) => [path, readFileSync(join(folder, path), "hex")]));
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}
