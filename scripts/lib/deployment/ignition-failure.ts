import { DeploymentResultType, type DeploymentResult } from "@nomicfoundation/ignition-core";

import { SuiteError } from "#lib/errors/suite-error";

type Failure = Exclude<DeploymentResult, { type: DeploymentResultType.SUCCESSFUL_DEPLOYMENT }>;

/** What went wrong in Ignition, as a person can act on it. */
export function deploymentFailure(failure: Failure): SuiteError {
  switch (failure.type) {
    case DeploymentResultType.VALIDATION_ERROR:
      return new SuiteError({
        code: "conflict/deployment-module",
        message: `The deployment does not fit the contracts: ${firstOf(failure.errors)}`,
        hint: "Build the contracts of this version (npx hardhat build) and run the command again.",
        details: { errors: failure.errors },
      });
    case DeploymentResultType.RECONCILIATION_ERROR:
      return new SuiteError({
        code: "conflict/deployment-journal",
        message: `The deployment that was begun here is another one: ${firstOf(failure.errors)}`,
        hint: "Finish it with the governance.json and the version of the contracts that it began with.",
        details: { errors: failure.errors },
      });
    case DeploymentResultType.PREVIOUS_RUN_ERROR:
      return new SuiteError({
        code: "unconfirmed/earlier-run",
        message: `A step of an earlier run is not settled: ${firstOf(failure.errors)}`,
        hint: "Wait until the deployer's transactions are mined, then run the same command again.",
        details: { errors: failure.errors },
      });
    case DeploymentResultType.EXECUTION_ERROR: {
      const [failed] = failure.failed;
      if (failed === undefined) {
        const waiting = failure.timedOut[0]?.futureId ?? failure.started[0] ?? "a step";
        return new SuiteError({
          code: "unconfirmed/deployment",
          message: `The deployment stopped at ${waiting}, whose transaction is not confirmed.`,
          hint: "Run the same command again: it goes on where it stopped.",
          details: { timedOut: failure.timedOut, started: failure.started },
        });
      }
      return new SuiteError({
        code: "refused/deployment-step",
        message: `${failed.futureId} was refused: ${failed.error}`,
        hint: "Earlier steps stand. Remove the cause and run the same command again: it goes on at this step.",
        details: { failed: failure.failed, successful: failure.successful },
      });
    }
  }
}

function firstOf(errors: Readonly<Record<string, string[]>>): string {
  const [first] = Object.entries(errors);
  return first === undefined ? "no reason given" : `${first[0]}: ${first[1].join("; ")}`;
}
