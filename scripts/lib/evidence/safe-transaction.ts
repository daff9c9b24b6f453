import { AbiCoder, dataLength, dataSlice, getAddress, Interface, TypedDataEncoder, ZeroAddress } from "ethers";

import type { ProvenLog } from "#lib/evidence/chain-data";

/** Events of SafeL2 1.5.0 that evidence reads. */
export const safeInterface = new Interface([
  "event SafeMultiSigTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, bytes additionalInfo)",
  "event SafeModuleTransaction(address module, address to, uint256 value, bytes data, uint8 operation)",
  "event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)",
  "event ExecutionFailure(bytes32 indexed txHash, uint256 payment)",
  "event ApproveHash(bytes32 indexed approvedHash, address indexed owner)",
  "function addOwnerWithThreshold(address owner, uint256 _threshold)",
  "function removeOwner(address prevOwner, address owner, uint256 _threshold)",
  "function swapOwner(address prevOwner, address oldOwner, address newOwner)",
  "function changeThreshold(uint256 _threshold)",
  "function multiSend(bytes transactions)",
]);

const SAFE_TX_TYPES = {
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

/** The fields that are signed, besides the nonce. */
export interface SafeTransactionFields {
  readonly to: string;
  readonly value: string;
  readonly data: string;
  readonly operation: number;
  readonly safeTxGas: string;
  readonly baseGas: string;
  readonly gasPrice: string;
  readonly gasToken: string;
  readonly refundReceiver: string;
}

export interface SafeTransaction {
  readonly fields: SafeTransactionFields;
  readonly signatures: string;
  readonly nonce: number;
  readonly threshold: number;
  readonly executor: string;
  readonly safeTxHash: string;
}

export interface SafeCall {
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
}

/** Reads a `SafeMultiSigTransaction` log and recomputes the hash that its owners signed (EIP-712). */
export function readSafeTransaction(log: ProvenLog, chainId: number): SafeTransaction {
  const event = safeInterface.decodeEventLog("SafeMultiSigTransaction", log.data, [...log.topics]);
  const info = AbiCoder.defaultAbiCoder().decode(["uint256", "address", "uint256"], event["additionalInfo"] as string);
  const fields: SafeTransactionFields = {
    to: String(event["to"]),
    value: String(event["value"]),
    data: String(event["data"]),
    operation: Number(event["operation"]),
    safeTxGas: String(event["safeTxGas"]),
    baseGas: String(event["baseGas"]),
    gasPrice: String(event["gasPrice"]),
    gasToken: String(event["gasToken"]),
    refundReceiver: String(event["refundReceiver"]),
  };
  const nonce = Number(info[0]);
  return {
    fields,
    signatures: String(event["signatures"]),
    nonce,
    executor: String(info[1]),
    threshold: Number(info[2]),
    safeTxHash: hashSafeTransaction(fields, nonce, log.address, chainId),
  };
}

export function hashSafeTransaction(
  fields: SafeTransactionFields,
  nonce: number,
  safe: string,
  chainId: number,
): string {
  return TypedDataEncoder.hash({ chainId, verifyingContract: safe }, SAFE_TX_TYPES, { ...fields, nonce });
}

/**
 * The calls that a Safe transaction makes: itself, or the entries of its batch.
 *
 * @throws Error for a delegatecall that is not a well-formed batch through `multiSendCallOnly`.
 */
export function callsOf(fields: SafeTransactionFields, safe: string, multiSendCallOnly: string): SafeCall[] {
  if (fields.operation === 0) return [{ to: fields.to, value: BigInt(fields.value), data: fields.data }];
  if (fields.operation !== 1 || fields.to !== multiSendCallOnly) {
    throw new Error(`operation ${fields.operation} on ${fields.to}`);
  }
  let rest = String(safeInterface.decodeFunctionData("multiSend", fields.data)[0]);
  const calls: SafeCall[] = [];
  while (dataLength(rest) > 0) {
    if (BigInt(dataSlice(rest, 0, 1)) !== 0n) throw new Error("a batch entry that is not a plain call");
    const to = getAddress(dataSlice(rest, 1, 21));
    const length = Number(BigInt(dataSlice(rest, 53, 85)));
    calls.push({
      // MultiSendCallOnly 1.5.0 reads address zero as the Safe itself.
      to: to === ZeroAddress ? safe : to,
      value: BigInt(dataSlice(rest, 21, 53)),
      data: dataSlice(rest, 85, 85 + length),
    });
    rest = dataSlice(rest, 85 + length);
  }
  return calls;
}

/** Owners and threshold of a Safe. */
export interface SafeOwners {
  readonly owners: readonly string[];
  readonly threshold: number;
}

/**
 * Applies a call of a Safe to itself; calls to others leave its owners alone. Reads arguments as the Safe's own code does:
 * it ignores the upper bytes of an address, where a strict decoder would refuse, and a council could so make its whole
 * history unreadable.
 */
export function afterCall(before: SafeOwners, call: SafeCall, safe: string): SafeOwners {
  if (call.to !== safe || dataLength(call.data) < 4) return before;
  const word = (index: number): string => dataSlice(call.data, 4 + 32 * index, 36 + 32 * index);
  const addressAt = (index: number): string => getAddress(dataSlice(word(index), 12));
  const without = (owner: string): string[] => before.owners.filter((item) => item !== owner);
  switch (safeInterface.getFunction(dataSlice(call.data, 0, 4))?.name) {
    case "addOwnerWithThreshold":
      return { owners: [...before.owners, addressAt(0)], threshold: Number(word(1)) };
    case "removeOwner":
      return { owners: without(addressAt(1)), threshold: Number(word(2)) };
    case "swapOwner":
      return { ...before, owners: [...without(addressAt(1)), addressAt(2)] };
    case "changeThreshold":
      return { ...before, threshold: Number(word(0)) };
    default:
      return before;
  }
}
