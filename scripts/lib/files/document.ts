import { existsSync, readFileSync } from "node:fs";

import { keccak256 } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

/** What every template holds wherever something is to be filled in. */
const PLACEHOLDER = /\[\[[^\]]*\]\]/;

/**
 * The digest of a document that people wrote: keccak256 of its bytes, exactly as they lie on the disk.
 *
 * @param artifact What the document is, as the error shall name it.
 * @param form Where its form is to be found.
 * @throws SuiteError `refused/artifact-missing` for a document that is missing or empty, `refused/artifact-unfilled` for one
 * that still is a template.
 */
export function documentDigest(path: string, artifact: string, form: string): string {
  const bytes = existsSync(path) ? read(path) : undefined;
  const text = bytes?.toString("utf8") ?? "";
  if (bytes === undefined || text.trim() === "") {
    throw new SuiteError({
      code: "refused/artifact-missing",
      message: `${path} is ${bytes === undefined ? "missing" : "empty"}; the ${artifact} document is owed.`,
      hint: `Write the document; ${form} has its form.`,
      details: { artifact, path },
    });
  }
  requireFilled(path, text, artifact);
  return keccak256(bytes);
}

/**
 * Refuses a document in which something is still to be filled in.
 *
 * @throws SuiteError `refused/artifact-unfilled`.
 */
export function requireFilled(path: string, text: string, artifact: string): void {
  const placeholder = PLACEHOLDER.exec(text)?.[0];
  if (placeholder === undefined) return;
  throw new SuiteError({
    code: "refused/artifact-unfilled",
    message: `${path} still holds ${placeholder.slice(0, 80)}.`,
    hint: "Replace everything in double brackets.",
    details: { artifact, path, placeholder },
  });
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Check its permissions.",
      details: { path },
      cause,
    });
  }
}
