import type { Signer } from "ethers";

import { Transaction } from "ethers";
import { z } from "zod";

import type { RequestProvider } from "#lib/chain/connection";
import { isKnownAnswer, isNonceUsedAnswer } from "#lib/chain/pool-answer";

/** A transaction in which nothing is left for the signer to choose. */
const completeSchema = z.object({
  from: z.string(),
  to: z.string().nullish(),
  nonce: z.string(),
  gas: z.string(),
  data: z.string().default("0x"),
  value: z.string().default("0x0"),
  gasPrice: z.string().optional(),
  maxFeePerGas: z.string().optional(),
  maxPriorityFeePerGas: z.string().optional(),
});

/**
 * Signs with local keys, so that a transaction leaves as the same bytes however often it is handed over: the hash is known
 * though every answer be lost. What leaves a choice of nonce, gas or fees, or is from another account, is passed on.
 */
export function signingProvider(
  provider: RequestProvider,
  signers: readonly Signer[],
  chainId: number,
): RequestProvider {
  return {
    request: async (request) => {
      const raw =
        request.method === "eth_sendTransaction" ? await sign(request.params?.[0], signers, chainId) : undefined;
      if (raw === undefined) return provider.request(request);
      const { hash } = Transaction.from(raw);
      try {
        await provider.request({ method: "eth_sendRawTransaction", params: [raw] });
      } catch (error) {
        if (isKnownAnswer(error)) return hash;
        const mined =
          isNonceUsedAnswer(error) && (await provider.request({ method: "eth_getTransactionByHash", params: [hash] }));
        if (mined === false || mined === null) throw error;
      }
      return hash;
    },
  };
}

async function sign(transaction: unknown, signers: readonly Signer[], chainId: number): Promise<string | undefined> {
  const { success, data } = completeSchema.safeParse(transaction);
  if (!success) return undefined;
  const { from, to, nonce, gas: gasLimit, data: call, value, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = data;
  if (gasPrice === undefined && maxFeePerGas === undefined) return undefined;
  const addresses = await Promise.all(signers.map((signer) => signer.getAddress()));
  const signer = signers[addresses.findIndex((address) => address.toLowerCase() === from.toLowerCase())];
  const fees =
    gasPrice === undefined
      ? {
          type: 2,
          maxFeePerGas: maxFeePerGas ?? null,
          maxPriorityFeePerGas: maxPriorityFeePerGas ?? maxFeePerGas ?? null,
        }
      : { type: 0, gasPrice };
  return signer?.signTransaction({
    ...fees,
    to: to ?? null,
    nonce: Number(nonce),
    gasLimit,
    data: call,
    value,
    chainId,
  });
}
