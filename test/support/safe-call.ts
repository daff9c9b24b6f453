import { concat, Contract, type HDNodeWallet, type Provider } from "ethers";

import { safeArtifact } from "#lib/safe/safe-contracts";

const ZERO = "0x0000000000000000000000000000000000000000";

const TYPES = {
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};

export interface SafeCall {
  readonly provider: Provider;
  readonly safe: string;
  readonly to: string;
  readonly data: string;
  readonly signers: readonly HDNodeWallet[];
}

/** Calldata with which anybody lets a Safe make a call that `signers` have signed, for the Safe's next nonce. */
export async function safeExecution({ provider, safe, to, data, signers }: SafeCall): Promise<string> {
  const contract = new Contract(safe, safeArtifact("singleton").abi, provider);
  const nonce = (await contract.getFunction("nonce").staticCall()) as bigint;
  const { chainId } = await provider.getNetwork();
  const fields = {
    to,
    value: 0,
    data,
    operation: 0,
    safeTxGas: 0,
    baseGas: 0,
    gasPrice: 0,
    gasToken: ZERO,
    refundReceiver: ZERO,
  };
  const sorted = [...signers].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const signatures = await Promise.all(
    sorted.map((signer) => signer.signTypedData({ chainId, verifyingContract: safe }, TYPES, { ...fields, nonce })),
  );
  return contract.interface.encodeFunctionData("execTransaction", [...Object.values(fields), concat(signatures)]);
}
