import { readFileSync } from "node:fs";

import { keccak256 } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import { requireFilled } from "#lib/files/document";

/**
 * The digest of the file that gives a reason, a report or a statement: keccak256 of its bytes.
 *
 * @param option With which the file was named.
 * @throws SuiteError `input/reason` when there is no file or nothing in it, `refused/artifact-unfilled` for a Markdown file that
 * still is a template.
 */
export function reasonDigest(path: string, option = "--reason"): string {
  let bytes: Buffer | undefined;
  try {
    bytes = path === "" ? undefined : readFileSync(path);
  } catch {
    bytes = undefined;
  }
  const text = bytes?.toString("utf8") ?? "";
  if (bytes === undefined || text.trim() === "") {
    throw new SuiteError({
      code: "input/reason",
      message: path === "" ? `No file is given with ${option}.` : `${path} cannot be read or is empty.`,
      hint: `Write it into a file and name the file with ${option}.`,
      details: { path, option },
    });
  }
  if (path.endsWith(".md")) requireFilled(path, text, option);
  return keccak256(bytes);
}
