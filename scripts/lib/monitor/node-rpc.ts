import { z } from "zod";

import type { RequestProvider } from "#lib/chain/connection";
import { SuiteError } from "#lib/errors/suite-error";

const answerSchema = z.union([
  z.object({ error: z.object({ code: z.number().optional(), message: z.string().catch("no message") }) }),
  z.object({ result: z.unknown() }),
]);

/** What a node answered instead of a result. Its words may be anything: they are cut short and never shown as markup. */
export class NodeRefusal extends Error {
  readonly code: number | undefined;

  constructor(method: string, code: number | undefined, message: string) {
    super(`${method}: ${message.slice(0, 200)}`);
    this.name = "NodeRefusal";
    this.code = code;
  }
}

/**
 * A node over HTTP. No error of it names the URL, which may hold a secret; their causes may.
 *
 * @throws SuiteError `chain/unreachable`, `chain/nonsense`; NodeRefusal for an error that the node answers.
 */
export function nodeRpc(url: string, timeoutSeconds: number): RequestProvider {
  return {
    request: async ({ method, params = [] }) => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      const answer = answerSchema.safeParse(await post(url, body, timeoutSeconds));
      if (!answer.success) throw nonsense(`${method} has neither result nor error`);
      if ("error" in answer.data) throw new NodeRefusal(method, answer.data.error.code, answer.data.error.message);
      return answer.data.result;
    },
  };
}

async function post(url: string, body: string, timeoutSeconds: number): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw unreachable(cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw nonsense(`status ${status} without JSON`, cause);
  }
}

/** Why a request had no answer, in a word of our own. */
export function failureWord(cause: unknown): "timeout" | "unreachable" {
  return cause instanceof Error && cause.name === "TimeoutError" ? "timeout" : "unreachable";
}

function unreachable(cause: unknown): SuiteError {
  const word = failureWord(cause);
  return new SuiteError({
    code: "chain/unreachable",
    message: word === "timeout" ? "The node did not answer in time." : "The node cannot be reached.",
    hint: "Check that it is up and that its address in monitoring.json is right.",
    details: { reason: word },
    cause,
  });
}

function nonsense(what: string, cause?: unknown): SuiteError {
  return new SuiteError({
    code: "chain/nonsense",
    message: `The node answers what is no JSON-RPC (${what}).`,
    hint: "This is no Ethereum node, or a broken one; use another endpoint.",
    cause,
  });
}
