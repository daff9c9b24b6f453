import { readFileSync } from "node:fs";

import { keccak256 } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

/**
 * The digest of the file that gives a reason: keccak256 of its bytes.
 *
 * @throws SuiteError `input/reason` when there is no file or nothing in it.
 */
export function reasonDigest(path: string): string {
  let bytes: Buffer | undefined;
  try {
    bytes = path === "" ? undefined : readFileSync(path);
  } catch {
    bytes = undefined;
  }
  if (bytes !== undefined && bytes.toString("utf8").trim() !== "") return keccak256(bytes);
  throw new SuiteError({
    code: "input/reason",
    message: path === "" ? "No reason is given." : `${path} cannot be read or is empty.`,
    hint: "Write the reason into a file and name it with --reason.",
    details: { path },
  });
}
