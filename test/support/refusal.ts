import { expect } from "chai";

import { SuiteError } from "#lib/errors/suite-error";

/** The error with which something is refused; fails when it is not, or when the error is none of ours. */
export async function refusal(attempt: Promise<unknown> | (() => unknown)): Promise<Error> {
  try {
    await (typeof attempt === "function" ? attempt() : attempt);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  return expect.fail("nothing was refused");
}

/** As `refusal`, for an error that a person may see. */
export async function suiteRefusal(attempt: Promise<unknown> | (() => unknown)): Promise<SuiteError> {
  const error = await refusal(attempt);
  if (error instanceof SuiteError) return error;
  throw error;
}
