import { SuiteError } from "#lib/errors/suite-error";

/** A node, as ethers' JSON-RPC providers and Hardhat's speak to it. */
export interface RpcSender {
  send: (method: string, params: unknown[]) => Promise<unknown>;
}

/** A node that answered, with an error. */
export class RpcRefusal extends Error {
  readonly method: string;
  /** Of JSON-RPC; undefined where the node gives none. */
  readonly code: number | undefined;
  /** Whether the node would answer if it were asked for less at once. */
  readonly tooLarge: boolean;

  constructor(method: string, error: unknown) {
    super(`${method}: ${JSON.stringify(error)}`);
    this.name = "RpcRefusal";
    this.method = method;
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    this.code = typeof code === "number" ? code : undefined;
    this.tooLarge = TOO_LARGE.test(this.message);
  }
}

/**
 * How nodes say that an answer, or what it takes to find it, is more than they give at once. They agree on no code, and
 * that of EIP-1474 for limits also means too many requests.
 */
const TOO_LARGE =
  /HTTP 413|too (large|big|many (results|logs))|more than \d+ results|size exceeded|max(imum)? ((block )?range|results)/i;

/** HTTP: too many requests, and unavailable for now. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 503]);

/** HTTP: content too large. */
const CONTENT_TOO_LARGE = 413;

/** After this long without a whole answer an endpoint counts as down. */
const PATIENCE_MS = 120_000;

/**
 * A node behind an HTTP endpoint, to read from: no batches, nothing cached.
 *
 * @throws SuiteError `chain/unreachable` when no answer comes, `chain/overloaded` when the endpoint asks to wait; {@link RpcRefusal}
 * when the answer is an error.
 */
export function rpcNode(url: string): RpcSender {
  let id = 0;
  return {
    send: async (method, params) => {
      id += 1;
      const answer = await post(url, { jsonrpc: "2.0", id, method, params });
      if (typeof answer !== "object" || answer === null) throw new RpcRefusal(method, answer);
      if ("error" in answer) throw new RpcRefusal(method, answer.error);
      return "result" in answer ? answer.result : undefined;
    },
  };
}

/**
 * An endpoint's address, as a person typed it.
 *
 * @throws SuiteError `input/url`.
 */
export function parseEndpoint(text: string, hint: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new SuiteError({ code: "input/url", message: `"${text}" is not an http(s) URL.`, hint });
}

/** Of JSON-RPC 2.0. */
interface Question {
  readonly jsonrpc: "2.0";
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

async function post(url: string, request: Question): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetchAnswer(url, request).catch((error: unknown) => {
      // A connection that was idle may be gone just when it is used again. Whatever is asked here can be asked twice.
      if (reasonOf(error) === "ECONNRESET") return fetchAnswer(url, request);
      throw error;
    });
    text = await response.text();
  } catch (cause) {
    throw new SuiteError({
      code: "chain/unreachable",
      message: `${url} does not answer (${reasonOf(cause)}).`,
      hint: "Check the address and that the node runs.",
      cause,
    });
  }
  if (response.status === CONTENT_TOO_LARGE) throw new RpcRefusal(request.method, `HTTP ${response.status}`);
  if (OVERLOADED.has(response.status)) throw httpError("chain/overloaded", url, response.status);
  try {
    return JSON.parse(text);
  } catch {
    throw httpError("chain/unreachable", url, response.status);
  }
}

function fetchAnswer(url: string, request: Question): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

function httpError(code: "chain/overloaded" | "chain/unreachable", url: string, status: number): SuiteError {
  return new SuiteError({
    code,
    message: `${url} answers with HTTP ${status}, and not as a node does.`,
    hint: code === "chain/overloaded" ? "Try again later, or name more endpoints." : "Check the address.",
    details: { url, status },
  });
}

/** `fetch` says only that it failed; why stands in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return error.message;
}
