import { SuiteError } from "#lib/errors/suite-error";

/**
 * What ended a command that had sent something. An error of area `chain` promises that nothing was sent: here it becomes one
 * that says to run the command again.
 */
export function afterSending(error: unknown): unknown {
  if (!(error instanceof SuiteError && error.code.startsWith("chain/"))) return error;
  return new SuiteError({
    code: "unconfirmed/answer-lost",
    message: `A transaction was sent, and then: ${error.message}`,
    hint: "Run the same command again: it reads the chain first and sends nothing twice.",
    details: { ...error.details, after: error.code },
    cause: error,
  });
}
