import { type ErrorDescription, Interface, type Result } from "ethers";

import { suiteContracts, suiteInterface } from "#lib/abi/suite-interface";
import { hintFor } from "#lib/bridge/refusal-hints";
import { SuiteError, type ErrorCode } from "#lib/errors/suite-error";
import { identityHintFor } from "#lib/identity/refusal-hints";
import { keyHintFor } from "#lib/keys/refusal-hints";
import { programHintFor } from "#lib/program/refusal-hints";

/** A custom error of a contract, with its arguments by name. */
export interface Revert {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** As in Solidity, for example `NotReady(0x12…, 1764000000)`. */
  readonly text: string;
  readonly data: string;
}

/** Errors that any contract may raise and that no ABI lists. */
const common = new Interface([
  "error Error(string reason)",
  "error Panic(uint256 code)",
  "error AccessManagedUnauthorized(address caller)",
  "error FailedCall()",
  "error ERC1967InvalidImplementation(address implementation)",
  "error UUPSUnsupportedProxiableUUID(bytes32 slot)",
]);

/** Names what the data of a revert means. Undefined when no known contract raises it. */
export function decodeRevert(data: string): Revert | undefined {
  if (data.length < 10) return undefined;
  for (const candidate of [...suiteContracts.map(suiteInterface), common]) {
    let parsed: ErrorDescription | null;
    try {
      parsed = candidate.parseError(data);
    } catch {
      continue;
    }
    if (parsed !== null) return describe(parsed, data);
  }
  return undefined;
}

/** The data of a revert, wherever the library that threw has put it. Undefined when the failure was no revert. */
export function revertDataOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 6) return undefined;
  const fields = error as Readonly<Record<string, unknown>>;
  const { data } = fields;
  if (typeof data === "string" && /^0x([0-9a-fA-F]{2})*$/.test(data) && isFailure(fields)) return data;
  for (const name of ["data", "info", "error", "cause", "payload"]) {
    const found = revertDataOf(fields[name], depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The refusal behind a failed call, or the failure itself when it was no revert.
 *
 * @param action What was refused, as the subject of a sentence, for example "The proposal".
 * @returns SuiteError `refused/<name-of-the-custom-error>`; nothing was sent.
 */
export function explainRevert(error: unknown, action: string): unknown {
  const data = revertDataOf(error);
  if (data === undefined) return error;
  return refusal(data, action, error);
}

/** As {@link explainRevert}, for data that is at hand. */
export function refusal(data: string, action: string, cause?: unknown): SuiteError {
  const revert = decodeRevert(data);
  if (revert === undefined) {
    return new SuiteError({
      code: "refused/unknown-error",
      message: `${action} would revert with ${data === "0x" ? "no data" : data}.`,
      hint: "No contract of the suite raises this error; read the code of the target.",
      details: { data },
      cause,
    });
  }
  const code: ErrorCode = `refused/${kebab(revert.name)}`;
  return new SuiteError({
    code,
    message: `${action} would be refused by the contracts: ${revert.text}.`,
    hint:
      hintFor(revert.name, revert.args) ??
      keyHintFor(revert.name, revert.args) ??
      identityHintFor(revert.name, revert.args) ??
      programHintFor(revert.name, revert.args) ??
      "Nothing was sent. The error's meaning is in the contract's documentation under its name.",
    details: { error: revert.name, args: revert.args, data },
    cause,
  });
}

/** Only what reports a failure: a transaction also has a field `data`. */
function isFailure(fields: Readonly<Record<string, unknown>>): boolean {
  return "message" in fields || "code" in fields;
}

function describe({ name, args, fragment }: ErrorDescription, data: string): Revert {
  const values = args.toArray().map(plain);
  const named = fragment.inputs.map((input, index) => [input.name === "" ? String(index) : input.name, values[index]]);
  return {
    name,
    args: Object.fromEntries(named) as Record<string, unknown>,
    text: `${name}(${values.map(show).join(", ")})`,
    data,
  };
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return (value as unknown as Result).toArray().map(plain);
  return value;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function kebab(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}
