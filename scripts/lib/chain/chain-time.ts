import type { Provider } from "ethers";

/** Unix time of the latest block: contracts go by the chain's clock, not by this machine's. */
export async function chainTime(provider: Provider): Promise<number> {
  return (await provider.getBlock("latest"))?.timestamp ?? 0;
}
