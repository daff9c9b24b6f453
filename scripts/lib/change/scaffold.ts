import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { ZeroHash, hexlify, randomBytes, type Provider } from "ethers";
import { z } from "zod";

import { encodeCall, type WrittenCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";
import type { ChangeClass } from "#lib/change/change-class";
import {
  changeFileSchema,
  documents,
  nextDossierPath,
  writeChangeFile,
  type Dossier,
  type DossierCall,
} from "#lib/change/dossier";
import { pinsOf } from "#lib/change/pins";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile } from "#lib/files/json-file";

/** What a new change is to do. */
export interface ChangeDraft {
  readonly title: string;
  readonly class: ChangeClass;
  readonly proposer: string;
  readonly version: string;
  readonly uri: string;
  readonly irreversible: boolean;
  readonly incident?: string;
  readonly calls: readonly WrittenCall[];
  readonly rollback: readonly WrittenCall[];
  /** Documents that are written already; what is not given is scaffolded from the templates. */
  readonly documents?: Readonly<Partial<Record<keyof typeof documents, string>>>;
  /** 32 bytes that tell two otherwise equal changes apart; random when undefined. */
  readonly salt?: string;
}

const templates = fileURLToPath(new URL("../../../docs/templates/change/", import.meta.url));

/** `--from FILE`: calls and rollback as people write them. */
const callsFileSchema = z.object({
  calls: z.array(
    changeFileSchema.shape.calls.element.omit({ resolved: true }).extend({ value: z.string().default("0") }),
  ),
  rollback: z.array(
    changeFileSchema.shape.calls.element.omit({ resolved: true }).extend({ value: z.string().default("0") }),
  ),
});

/** Reads calls and rollback from a file. */
export function readCallsFile(path: string): z.output<typeof callsFileSchema> {
  return readJsonFile(path, callsFileSchema);
}

/**
 * Writes the folder of a new change: `change.json` with resolved calls and pins computed from the chain, and its documents.
 * The folder appears in one step, so that an interrupted run leaves no half of it.
 *
 * @throws SuiteError `input/title`, `input/no-calls`, `input/no-rollback`, those of `encodeCall` and `pinsOf`.
 */
export async function scaffoldChange(
  provider: Provider,
  record: ContractsRecord,
  deploymentDirectory: string,
  draft: ChangeDraft,
): Promise<Dossier> {
  requireComplete(draft);
  const book = new AddressBook(record);
  const calls = draft.calls.map((call) => resolveCall(call, book));
  const rollback = draft.rollback.map((call) => resolveCall(call, book));
  const encoded = [...calls, ...rollback].map(({ resolved, value }) => ({ ...resolved, value: BigInt(value) }));
  const file = changeFileSchema.parse({
    schema: "sign.change.v1",
    chainId: record.chainId,
    changeManager: record.contracts.ChangeManager.address,
    proposer: draft.proposer,
    title: draft.title,
    class: draft.class,
    irreversible: draft.irreversible,
    calls,
    rollback,
    pins: await pinsOf(provider, encoded),
    incident: draft.incident ?? ZeroHash,
    salt: draft.salt ?? hexlify(randomBytes(32)),
    version: draft.version,
    uri: draft.uri,
  });
  const path = nextDossierPath(deploymentDirectory, draft.title);
  const partial = `${path}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  for (const [artifact, name] of Object.entries(documents)) {
    const source = draft.documents?.[artifact as keyof typeof documents];
    if (source === undefined) writeTemplate(join(partial, name), name, draft);
    else copyDocument(source, join(partial, name));
  }
  writeChangeFile(partial, file);
  renameSync(partial, path);
  return { path, file };
}

function requireComplete({ title, class: changeClass, calls, rollback, irreversible, version }: ChangeDraft): void {
  const refuse = (
    code: "input/title" | "input/version" | "input/no-calls" | "input/no-rollback",
    message: string,
    hint: string,
  ): never => {
    throw new SuiteError({ code, message, hint, details: { title, class: changeClass } });
  };
  if (title.trim() === "" || title.length > 200)
    refuse("input/title", `"${title}" is no title.`, "Give up to 200 characters with --title.");
  if (version.trim() === "")
    refuse("input/version", "The change has no version.", "Give one with --release, for example 1.4.0.");
  if (changeClass === "DocOnly") {
    if (calls.length + rollback.length > 0)
      refuse("input/no-calls", "A DocOnly change makes no calls.", "Choose another class.");
    return;
  }
  if (calls.length === 0)
    refuse("input/no-calls", `A ${changeClass} change needs a call.`, "Give it with --call, --upgrade or --from.");
  if (rollback.length === 0 && !irreversible) {
    refuse(
      "input/no-rollback",
      "The change says not how it is undone.",
      "Give --rollback-call, or declare it with --irreversible.",
    );
  }
}

/** A call with the bytes that it stands for. */
export function resolveCall(call: WrittenCall, book: AddressBook): DossierCall {
  const { target, data, signature } = encodeCall(call, book);
  return {
    target: call.target,
    function: signature,
    args: [...call.args],
    value: call.value,
    resolved: { target, data },
  };
}

function writeTemplate(path: string, name: string, { title, version }: ChangeDraft): void {
  const text = readFileSync(join(templates, name), "utf8");
  writeFileSync(path, text.replaceAll("{{title}}", title).replaceAll("{{version}}", version));
}

function copyDocument(source: string, path: string): void {
  if (!existsSync(source)) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${source} cannot be read.`,
      hint: "Check the path.",
      details: { path: source },
    });
  }
  copyFileSync(source, path);
}
