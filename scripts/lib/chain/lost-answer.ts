/** Why the answer of a node did not arrive, in words without its address: keys of providers stand in addresses. */
export interface LostAnswer {
  readonly reason: string;
  /**
   * `lost`: the request may have arrived. `closed`: nobody listens. `overloaded`: the endpoint asks to wait. `denied`: it
   * will not answer however often it is asked.
   */
  readonly kind: "lost" | "closed" | "overloaded" | "denied";
  /** Seconds that the endpoint asks to wait: `Retry-After` of RFC 9110. */
  readonly retryAfter?: number;
}

/** Codes of Hardhat's own errors; its classes come in several copies. */
const HARDHAT_ERRORS: Readonly<Record<string, LostAnswer>> = {
  HHE702: { kind: "lost", reason: "the answer is cut off or no JSON-RPC" },
  HHE703: { kind: "closed", reason: "the connection was refused" },
  HHE704: { kind: "lost", reason: "no answer in time" },
};

/** Codes of Node's sockets and of undici. */
const BROKEN = /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_[A-Z_]+)$/;
const CLOSED = /^(ECONNREFUSED|ENOTFOUND)$/;

/** HTTP statuses of gateways and endpoints that may do better a moment later. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 500, 502, 504]);
const OVERLOADED: ReadonlySet<number> = new Set([429, 503]);

/** Of EIP-1474. The same code says that a range holds too many logs, which waiting does not cure. */
const LIMIT_EXCEEDED = -32_005;
const RATE = /rate|too many requests|per second|compute units|throughput/i;

/** What hindered an answer, or undefined when the node did answer, be it with an error. */
export function lostAnswer(error: unknown, depth = 0): LostAnswer | undefined {
  if (!(error instanceof Error) || depth > 6) return undefined;
  const known = HARDHAT_ERRORS[/^(HHE\d+): /.exec(error.message)?.[1] ?? ""];
  if (known !== undefined) return known;
  const { code, statusCode, headers } = error as unknown as Readonly<Record<string, unknown>>;
  if (typeof statusCode === "number") return ofStatus(statusCode, headers);
  if (typeof code === "string" && BROKEN.test(code)) return { kind: "lost", reason: `the connection broke, ${code}` };
  if (typeof code === "string" && CLOSED.test(code)) return { kind: "closed", reason: `nobody listens, ${code}` };
  if (error instanceof SyntaxError) return { kind: "lost", reason: "the answer is cut off or no JSON" };
  const inner = lostAnswer(error.cause, depth + 1);
  if (inner !== undefined) return inner;
  return code === LIMIT_EXCEEDED && RATE.test(error.message)
    ? { kind: "overloaded", reason: "the endpoint's limit is exceeded" }
    : undefined;
}

function ofStatus(status: number, headers: unknown): LostAnswer {
  const reason = `HTTP ${String(status)}`;
  if (PASSING.has(status)) return { kind: "lost", reason };
  if (!OVERLOADED.has(status)) return { kind: "denied", reason };
  const asked =
    typeof headers === "object" && headers !== null && "retry-after" in headers ? headers["retry-after"] : "";
  return typeof asked === "string" && /^\d{1,6}$/.test(asked)
    ? { kind: "overloaded", reason, retryAfter: Number(asked) }
    : { kind: "overloaded", reason };
}
