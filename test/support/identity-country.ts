import { toBeHex } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";

import type { Governance } from "#lib/deployment/governance-schema";

/** The embedded chain has funded its first accounts only: here everybody who holds a role gets something to pay with. */
export async function fundOperators({ provider }: NetworkConnection, { operators }: Governance): Promise<void> {
  for (const { account } of operators) {
    await provider.request({ method: "hardhat_setBalance", params: [account, toBeHex(10n ** 20n)] });
  }
}
