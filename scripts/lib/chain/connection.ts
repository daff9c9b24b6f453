import {
  BrowserProvider,
  getBigInt,
  Network,
  type Eip1193Provider,
  type JsonRpcError,
  type JsonRpcPayload,
  type JsonRpcResult,
} from "ethers";

import { explainFailure } from "#lib/chain/explain-failure";
import { SuiteError } from "#lib/errors/suite-error";

type ProviderSettings = ConstructorParameters<typeof BrowserProvider> extends [unknown, ...infer Rest] ? Rest : never;

/** What a Hardhat connection offers: `connection.provider`. */
export interface RequestProvider {
  readonly request: (request: { readonly method: string; readonly params?: unknown[] }) => Promise<unknown>;
}

/**
 * An ethers provider over an EIP-1193 one. It caches nothing: a local chain may be faster than any cache.
 *
 * @param chainId What `requireChain` has found. With it the node is not asked again before each question, and one that falls
 * silent is not waited for without end.
 */
export function ethersProvider(provider: RequestProvider, chainId?: number): BrowserProvider {
  const adapter: Eip1193Provider = {
    request: ({ method, params }) =>
      provider.request({ method, params: params === undefined ? [] : [...(params as unknown[])] }),
  };
  const staticNetwork = chainId === undefined ? null : Network.from(chainId);
  return new NodeProvider(adapter, staticNetwork ?? undefined, {
    staticNetwork,
    cacheTimeout: -1,
    pollingInterval: 250,
  });
}

/** Throws our own errors as they are; ethers' class keeps nothing of an error but its text. */
class NodeProvider extends BrowserProvider {
  readonly #node: Eip1193Provider;

  constructor(node: Eip1193Provider, ...rest: ProviderSettings) {
    super(node, ...rest);
    this.#node = node;
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<(JsonRpcResult | JsonRpcError)[]> {
    if (Array.isArray(payload)) throw new TypeError("EIP-1193 knows no batches.");
    const { id, method, params } = payload;
    try {
      const result: unknown = await this.#node.request({ method, params });
      return [{ id, result }];
    } catch (error) {
      if (error instanceof SuiteError) throw error;
      const { code, data, message } = error as {
        readonly code: number;
        readonly data?: unknown;
        readonly message: string;
      };
      return [{ id, error: { code, data, message } }];
    }
  }
}

/**
 * Asks the node itself which chain it serves, and refuses another than a file was written for.
 *
 * @param source The file, as the error shall name it.
 * @throws SuiteError `chain/unreachable`, `chain/nonsense` or `chain/wrong-chain-id`.
 */
export async function requireChain(provider: RequestProvider, expected: number, source: string): Promise<void> {
  const actual = await chainIdOf(provider);
  if (actual === BigInt(expected)) return;
  throw new SuiteError({
    code: "chain/wrong-chain-id",
    message: `The node serves chain ${actual}, but ${source} is for chain ${expected}.`,
    hint: "Name the right network with --network, or the right folder with --deployment.",
    details: { expected, actual, source },
  });
}

async function chainIdOf(provider: RequestProvider): Promise<bigint> {
  let answer: unknown;
  try {
    answer = await provider.request({ method: "eth_chainId" });
  } catch (error) {
    throw explainFailure(error);
  }
  if (typeof answer === "string" && /^0x[0-9a-fA-F]+$/.test(answer)) return getBigInt(answer);
  throw new SuiteError({
    code: "chain/nonsense",
    message: `The node answers ${JSON.stringify(answer)} when asked for its chain id.`,
    hint: "This is no Ethereum node, or a broken one; use another endpoint.",
  });
}
