import { isError } from "ethers";

import { SuiteError, type SuiteErrorParameters } from "#lib/errors/suite-error";

/** Codes of Hardhat's own errors that a person can do something about. */
const HARDHAT_ERRORS: Readonly<Record<string, Pick<SuiteErrorParameters, "code" | "hint">>> = {
  HHE700: { code: "input/endpoint", hint: "Correct the url of this network in hardhat.config.ts." },
  HHE703: { code: "chain/unreachable", hint: "Start the node or name another network with --network." },
  HHE704: { code: "chain/unreachable", hint: "The node answers too slowly; try again or use another endpoint." },
  HHE705: { code: "input/unknown-network", hint: "Use a network that hardhat.config.ts defines." },
  HHE708: {
    code: "chain/wrong-chain-id",
    hint: "Name another network with --network, or correct its chainId and url.",
  },
};

const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|socket hang up|other side closed|fetch failed/;

/**
 * Turns what libraries throw when a node is down or a name is wrong into a `SuiteError`. Anything else is returned as it
 * came: a failure that no code foresaw must stay visible.
 */
export function explainFailure(error: unknown): unknown {
  if (error instanceof SuiteError || !(error instanceof Error)) return error;
  const known = HARDHAT_ERRORS[hardhatErrorCode(error) ?? ""];
  if (known !== undefined) {
    return new SuiteError({ ...known, message: firstSentence(error.message), cause: error });
  }
  if (isError(error, "NETWORK_ERROR") || isError(error, "TIMEOUT") || mentionsUnreachable(error)) {
    return new SuiteError({
      code: "chain/unreachable",
      message: `The node does not answer (${firstSentence(error.message)})`,
      hint: "Check that the endpoint is up and that its address is right, then run the command again.",
      cause: error,
    });
  }
  return explainSilence(error) ?? error;
}

/**
 * A view of the suite's contracts gives an answer or a reason. One that reverts without either was asked of code that does not
 * know it: another contract stands there, or a broken one.
 */
function explainSilence(error: Error): SuiteError | undefined {
  if (!isError(error, "CALL_EXCEPTION") || error.action !== "call" || (error.data ?? "0x") !== "0x") return undefined;
  const { to, data } = error.transaction;
  return new SuiteError({
    code: "conflict/no-answer",
    message: `The contract at ${to ?? "no address"} does not answer ${data.slice(0, 10)}, as the suite's would.`,
    hint: "Other code runs there, or broken code: docs/runbooks/recover-dead-change-manager.md",
    details: { to, selector: data.slice(0, 10) },
    cause: error,
  });
}

/** Hardhat throws errors of several copies of its class, so they are known by their code. */
function hardhatErrorCode(error: Error): string | undefined {
  return /^(HHE\d+): /.exec(error.message)?.[1];
}

function mentionsUnreachable(error: Error): boolean {
  if (UNREACHABLE.test(error.message)) return true;
  return error.cause instanceof Error && mentionsUnreachable(error.cause);
}

function firstSentence(message: string): string {
  const line = message.replace(/^HHE\d+: /, "").split("\n", 1)[0] ?? message;
  return line.endsWith(".") ? line : `${line}.`;
}
