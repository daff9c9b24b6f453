import { expect } from "chai";

import { SuiteError, type ErrorCode } from "#lib/errors/suite-error";

/** Asserts that something fails with a code, and hands over the error. */
export async function expectCode(attempt: Promise<unknown> | (() => unknown), code: ErrorCode): Promise<SuiteError> {
  let outcome: unknown;
  try {
    outcome = await (typeof attempt === "function" ? attempt() : attempt);
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    expect(error.code, error.message).to.equal(code);
    return error;
  }
  throw new Error(
    `Expected ${code}, but it succeeded with ${JSON.stringify(outcome, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}`,
  );
}
