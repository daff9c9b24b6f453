import type { NetworkConnection } from "hardhat/types/network";

/** Asks the node that is behind. */
type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** A node between a terminal and a chain, which can fail as nodes do. */
export class UnreliableNode {
  #alter: ((method: string, params: readonly unknown[], ask: Ask) => Promise<unknown>) | undefined;

  /** From now on nothing is answered. */
  goDown(): void {
    this.#alter = () => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1:8545"));
  }

  /** From now on the logs of an address are gone: the blocks are there, what happened in them is not. */
  loseLogsOf(lost: string): void {
    this.#alter = async (method, params, ask) => without(lost, await ask(method, params));
  }

  /** From now on it serves the chain as it is. */
  recover(): void {
    this.#alter = undefined;
  }

  /** The same connection, through this node. */
  before(connection: NetworkConnection): NetworkConnection {
    const { provider } = connection;
    const ask: Ask = (method, params) => provider.request({ method, params: [...params] });
    const request = ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
      const given = Array.isArray(params) ? (params as unknown[]) : [];
      return this.#alter === undefined ? ask(method, given) : this.#alter(method, given, ask);
    };
    const unreliable = new Proxy(provider, {
      get: (target, name) => (name === "request" ? request : (Reflect.get(target, name, target) as unknown)),
    });
    return new Proxy(connection, {
      get: (target, name) => (name === "provider" ? unreliable : (Reflect.get(target, name, target) as unknown)),
    });
  }
}

/** An answer of a node without the logs of an address, in lists of logs and in receipts. */
function without(lost: string, answer: unknown): unknown {
  if (Array.isArray(answer)) {
    return answer.filter((entry) => !isOf(lost, entry)).map((entry) => without(lost, entry));
  }
  if (typeof answer !== "object" || answer === null || !("logs" in answer)) return answer;
  return { ...answer, logs: without(lost, answer.logs) };
}

function isOf(lost: string, entry: unknown): boolean {
  if (typeof entry !== "object" || entry === null || !("address" in entry) || !("topics" in entry)) return false;
  return String(entry.address).toLowerCase() === lost.toLowerCase();
}
