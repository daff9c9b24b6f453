import { TypedDataEncoder, ZeroAddress, keccak256, type TypedDataDomain, type TypedDataField } from "ethers";
import { z } from "zod";

import { addressSchema, bytesSchema, quantitySchema } from "#lib/files/schemas";

/** All that the owners of a Safe sign, as JSON holds it. Gas refunds are not used: the guard refuses them. */
export const safeTransactionSchema = z.object({
  to: addressSchema,
  value: quantitySchema,
  data: bytesSchema,
  operation: z.union([z.literal(0), z.literal(1)]),
  safeTxGas: quantitySchema,
  baseGas: quantitySchema,
  gasPrice: quantitySchema,
  gasToken: addressSchema,
  refundReceiver: addressSchema,
  nonce: quantitySchema,
});

export type SafeTransaction = z.output<typeof safeTransactionSchema>;

/** What a hardware wallet shows: the two parts, and the hash that is signed. */
export interface SafeHashes {
  readonly domainHash: string;
  readonly messageHash: string;
  readonly safeTxHash: string;
}

export const safeTxTypes: Record<string, TypedDataField[]> = {
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

/** An ordinary call of a Safe, without value and without gas refund. */
export function plainSafeTransaction(to: string, data: string, nonce: bigint): SafeTransaction {
  return {
    to,
    value: "0",
    data,
    operation: 0,
    safeTxGas: "0",
    baseGas: "0",
    gasPrice: "0",
    gasToken: ZeroAddress,
    refundReceiver: ZeroAddress,
    nonce: nonce.toString(),
  };
}

/** The hashes of a transaction of a Safe 1.3 or later, without a node. */
export function safeHashes(chainId: number, safe: string, transaction: SafeTransaction): SafeHashes {
  const domain = safeDomain(chainId, safe);
  return {
    domainHash: TypedDataEncoder.hashDomain(domain),
    messageHash: TypedDataEncoder.from(safeTxTypes).hash(transaction),
    safeTxHash: TypedDataEncoder.hash(domain, safeTxTypes, transaction),
  };
}

export function safeDomain(chainId: number, safe: string): TypedDataDomain {
  return { chainId, verifyingContract: safe };
}

/** The document that wallets sign, with the domain's type spelled out: some hardware wallets refuse it otherwise. */
export function safeTypedData(chainId: number, safe: string, transaction: SafeTransaction): object {
  return {
    types: {
      EIP712Domain: [
        { name: "chainId", type: "uint256" },
        { name: "verifyingContract", type: "address" },
      ],
      ...safeTxTypes,
    },
    primaryType: "SafeTx",
    domain: safeDomain(chainId, safe),
    message: transaction,
  };
}

/** keccak256 of the call's data, which some wallets show beside the hashes. */
export function dataHash(transaction: SafeTransaction): string {
  return keccak256(transaction.data);
}
