import { setTimeout as pause } from "node:timers/promises";

import { type RpcSender, RpcRefusal } from "#lib/chain/rpc-node";
import { SuiteError } from "#lib/errors/suite-error";

/** An endpoint, as messages shall name it. */
export interface NamedNode {
  readonly name: string;
  readonly node: RpcSender;
}

export interface SeveralNodesOptions {
  /** Told when another endpoint takes over, and when all are waited for. */
  readonly warn: (message: string) => void;
  /** Waits; for tests. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Several endpoints as one node. */
export interface SeveralNodes extends RpcSender {
  /** Asks the endpoint that answers at present no more. Its name; undefined, and nothing happens, when it is the last. */
  readonly setAside: () => string | undefined;
}

/** Requests at once, at first and at most. */
const MOST_IN_FLIGHT = 16;

/** After so many answers in a row one request more is sent at once. */
const PATIENCE = 64;

/** Waits between rounds in which no endpoint answered. */
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** What a node has that serves the block: an endpoint that answers null may be behind. */
const MUST_EXIST = new Set([
  "eth_getBlockByNumber",
  "eth_getBlockReceipts",
  "eth_getTransactionByHash",
  "eth_getTransactionReceipt",
]);

/** Of EIP-1474. */
const LIMIT_EXCEEDED = -32_005;

/**
 * Several endpoints of one chain as one node. An endpoint that is down, behind or overloaded is left for the next one; when
 * none answers they are asked again, a few times, ever later. Requests at once are halved whenever an endpoint complains of
 * too many, and grow again slowly. That all endpoints tell of the same chain is for the reader to check, who can set one
 * aside that does not.
 */
export function severalNodes(all: readonly NamedNode[], { warn, wait = pause }: SeveralNodesOptions): SeveralNodes {
  const nodes = [...all];
  let preferred = 0;
  let everAnswered = false;
  const gate = new AdaptiveGate();

  const prefer = (endpoint: NamedNode): void => {
    const index = nodes.indexOf(endpoint);
    if (index < 0 || index === preferred) return;
    warn(`${endpoint.name} answers instead of ${nodes[preferred]?.name ?? ""}`);
    preferred = index;
  };

  /** One round over all endpoints. */
  const ask = async (method: string, params: unknown[]): Promise<Attempt> => {
    let last: Attempt | undefined;
    for (const endpoint of [...nodes.slice(preferred), ...nodes.slice(0, preferred)]) {
      const attempt = await attemptAt(endpoint, method, params);
      if (attempt.kind === "answer") {
        prefer(endpoint);
        everAnswered = true;
        return attempt;
      }
      // What one endpoint is out of, or refuses for good, says more than that another is down.
      if (last === undefined || last.kind === "down") last = attempt;
    }
    return last ?? { kind: "down", error: new RangeError("no endpoints") };
  };

  return {
    send: async (method, params) => {
      for (let round = 0; ; round += 1) {
        const attempt = await gate.pass(async (limit) => {
          const outcome = await ask(method, params);
          if (outcome.kind === "overloaded") gate.halve(limit);
          return outcome;
        });
        if (attempt.kind === "answer" || attempt.kind === "nothing")
          return attempt.kind === "answer" ? attempt.value : null;
        const delay = BACKOFF_MS[round];
        // An address at which nobody ever answered is a wrong one: no reason to wait.
        if (attempt.kind === "refused" || delay === undefined || !everAnswered) throw attempt.error;
        if (attempt.kind === "down" && round === 0) warn(`no endpoint answers ${method}; trying again`);
        await wait(delay);
      }
    },
    setAside: () => {
      const [left] = nodes.length > 1 ? nodes.splice(preferred, 1) : [];
      preferred = 0;
      return left?.name;
    },
  };
}

type Attempt =
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "nothing" }
  | { readonly kind: "down" | "overloaded" | "refused"; readonly error: unknown };

async function attemptAt({ node }: NamedNode, method: string, params: unknown[]): Promise<Attempt> {
  try {
    const value = await node.send(method, params);
    return value === null && MUST_EXIST.has(method) ? { kind: "nothing" } : { kind: "answer", value };
  } catch (error) {
    if (error instanceof RpcRefusal) {
      // No wait makes an answer smaller; whoever asked can ask for less.
      return { kind: error.code === LIMIT_EXCEEDED && !error.tooLarge ? "overloaded" : "refused", error };
    }
    if (error instanceof SuiteError) return { kind: error.code === "chain/overloaded" ? "overloaded" : "down", error };
    throw error;
  }
}

/** Lets so many through at once as the endpoints bear. */
class AdaptiveGate {
  #limit = MOST_IN_FLIGHT;
  #running = 0;
  #answered = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param run Is told how many might be under way when it began. */
  async pass<T>(run: (limit: number) => Promise<T>): Promise<T> {
    while (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const result = await run(this.#limit);
      this.#grow();
      return result;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Half of what was too many: those that were refused together halve it once. */
  halve(limit: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, Math.floor(limit / 2)));
    this.#answered = 0;
  }

  #grow(): void {
    this.#answered += 1;
    if (this.#answered < PATIENCE || this.#limit >= MOST_IN_FLIGHT) return;
    this.#limit += 1;
    this.#answered = 0;
    this.#waiting.shift()?.();
  }
}
