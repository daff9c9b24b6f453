import { ExitCode } from "#lib/errors/exit-code";

/** First segment of an error code; decides the exit code. */
const EXIT_CODES = {
  input: ExitCode.badInput,
  refused: ExitCode.refused,
  chain: ExitCode.chain,
  unconfirmed: ExitCode.sentUnconfirmed,
  unproven: ExitCode.unproven,
  conflict: ExitCode.conflict,
} as const;

export type ErrorArea = keyof typeof EXIT_CODES;

/** A stable name such as `input/address` or `chain/wrong-chain-id`. Scripts may rely on it. */
export type ErrorCode = `${ErrorArea}/${string}`;

export interface SuiteErrorParameters {
  readonly code: ErrorCode;
  /** One sentence that names the offending value. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
  /** Machine-readable values for `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The only error that tasks and scripts let a person see: a stable code, one sentence, a hint.
 *
 * @example
 * throw new SuiteError({ code: "input/address", message: `"${value}" is not an address.`, hint: "Use 0x and 40 hex digits." });
 */
export class SuiteError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;

  constructor({ code, message, hint, details, cause }: SuiteErrorParameters) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SuiteError";
    this.code = code;
    this.hint = hint;
    this.details = details ?? {};
    this.exitCode = EXIT_CODES[code.slice(0, code.indexOf("/")) as ErrorArea];
  }
}
