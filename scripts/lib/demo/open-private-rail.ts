import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { ethersProvider } from "#lib/chain/connection";
import { PrivateRail } from "#lib/demo/private-rail";

/** Any but the public rail's. */
const CHAIN_ID = 31_338;

/** A second embedded chain with the private rail's ledger. */
export async function openPrivateRail(hre: HardhatRuntimeEnvironment): Promise<PrivateRail> {
  const { provider } = await hre.network.create({ override: { chainId: CHAIN_ID } });
  const signer = await ethersProvider(provider).getSigner();
  return PrivateRail.open(signer, await hre.artifacts.readArtifact("SettlementLedger"));
}
