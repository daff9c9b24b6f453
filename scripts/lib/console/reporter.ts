import { stderr, stdout } from "node:process";

import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";

/** Where a pure function says what it is doing. Prose goes to stderr; only `result` reaches stdout. */
export interface Reporter {
  /** Begins a step; one line. */
  step: (message: string) => void;
  /** Adds detail to the current step. */
  info: (message: string) => void;
  warn: (message: string) => void;
  /** The answer: JSON when asked for, else the given text. Call once. */
  result: (data: unknown, text: string) => void;
}

/** Serialises what a chain yields: bigint as decimal string. */
export function toJson(data: unknown, indent = 2): string {
  return JSON.stringify(data, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value), indent);
}

/** A reporter for a terminal. */
export function terminalReporter({ json }: { readonly json: boolean }): Reporter {
  const say = (prefix: string, message: string): void => {
    stderr.write(`${prefix}${message}\n`);
  };
  return {
    step: (message) => {
      say("▸ ", message);
    },
    info: (message) => {
      say("  ", message);
    },
    warn: (message) => {
      say("! ", message);
    },
    result: (data, text) => {
      stdout.write(`${json ? toJson(data) : text}\n`);
    },
  };
}

/** A reporter that keeps quiet; `results` holds what `result` was given. */
export function silentReporter(): Reporter & { readonly results: unknown[] } {
  const results: unknown[] = [];
  const ignore = (): void => undefined;
  return { step: ignore, info: ignore, warn: ignore, result: (data) => results.push(data), results };
}

/** Prints an error as a person or a program wants it and says with which code to exit. */
export function reportError(error: unknown, { json }: { readonly json: boolean }): ExitCode {
  if (error instanceof SuiteError) {
    if (json) {
      const { code, message, hint, details, exitCode } = error;
      stdout.write(`${toJson({ ok: false, error: { code, message, hint, details, exitCode } })}\n`);
    }
    stderr.write(`✗ ${error.message}\n  ${error.hint}  [${error.code}]\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (json) {
    const message = error instanceof Error ? error.message : String(error);
    const unexpected = {
      code: "unexpected",
      message,
      hint: "This is a defect: report it with the trace on stderr.",
      details: {},
    };
    stdout.write(`${toJson({ ok: false, error: { ...unexpected, exitCode: ExitCode.unexpected } })}\n`);
  }
  stderr.write(`✗ Unexpected failure: ${text}\n`);
  return ExitCode.unexpected;
}
