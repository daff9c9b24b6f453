import { keccak256, toUtf8Bytes, type FunctionFragment, type Interface, type ParamType, type Result } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import type { SafeRequest } from "#lib/safe/safe-file";

/** One entry of a Transaction Builder file. With `data: null` the app shows method and values instead of raw hex. */
interface BuilderTransaction {
  readonly to: string;
  readonly value: string;
  readonly data: null;
  readonly contractMethod: {
    readonly name: string;
    readonly payable: boolean;
    readonly inputs: readonly BuilderInput[];
  };
  readonly contractInputsValues: Readonly<Record<string, string>>;
}

interface BuilderInput {
  readonly name: string;
  readonly type: string;
  readonly internalType: string;
  readonly components?: readonly BuilderInput[];
}

/** A file that the Transaction Builder app of the Safe wallet imports. */
export interface BuilderFile {
  readonly version: "1.0";
  readonly chainId: string;
  readonly createdAt: number;
  readonly meta: {
    readonly name: string;
    readonly description: string;
    readonly txBuilderVersion: string;
    readonly createdFromSafeAddress: string;
    readonly createdFromOwnerAddress: string;
    readonly checksum?: string;
  };
  readonly transactions: readonly BuilderTransaction[];
}

/**
 * A Safe transaction for the wallet's Transaction Builder. The decoded form is encoded again and must give the same bytes.
 *
 * @throws SuiteError `input/not-exportable` for a delegatecall, which the format cannot express.
 */
export function transactionBuilderFile(
  request: SafeRequest,
  targetInterface: Interface,
  createdAt: number,
): BuilderFile {
  const { transaction, chainId, safe, description } = request;
  const parsed = targetInterface.parseTransaction({ data: transaction.data });
  if (transaction.operation !== 0 || parsed === null) {
    throw new SuiteError({
      code: "input/not-exportable",
      message: `${request.safeTxHash} is no plain call of a known function.`,
      hint: "Sign it offline with: npx hardhat safe sign FILE",
      details: { safeTxHash: request.safeTxHash },
    });
  }
  const { fragment, args } = parsed;
  if (targetInterface.encodeFunctionData(fragment, args) !== transaction.data.toLowerCase()) {
    throw new SuiteError({
      code: "conflict/encoding",
      message: `The call of ${request.safeTxHash} does not encode to the same bytes again.`,
      hint: "Do not sign it; its data holds bytes that its function does not read.",
      details: { safeTxHash: request.safeTxHash },
    });
  }
  const file: BuilderFile = {
    version: "1.0",
    chainId: String(chainId),
    createdAt,
    meta: {
      name: description,
      description: `Nonce ${transaction.nonce}, Safe transaction hash ${request.safeTxHash}`,
      txBuilderVersion: "1.18.0",
      createdFromSafeAddress: safe,
      createdFromOwnerAddress: "",
    },
    transactions: [
      {
        to: transaction.to,
        value: transaction.value,
        data: null,
        contractMethod: {
          name: fragment.name,
          payable: fragment.payable,
          inputs: fragment.inputs.map(builderInput),
        },
        contractInputsValues: builderValues(fragment, args),
      },
    ],
  };
  return { ...file, meta: { ...file.meta, checksum: builderChecksum(file) } };
}

/** The app's own checksum: keys sorted, the name left out. */
export function builderChecksum(file: BuilderFile): string {
  const { checksum: _checksum, ...meta } = file.meta;
  return keccak256(toUtf8Bytes(serialise({ ...file, meta: { ...meta, name: null } })));
}

function serialise(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialise).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(fields).sort();
    return `{${JSON.stringify(keys)}${keys.map((key) => `${serialise(fields[key])},`).join("")}}`;
  }
  return value === undefined ? "null" : JSON.stringify(value);
}

function builderInput(input: ParamType): BuilderInput {
  const { components } = input.isArray() ? input.arrayChildren : input;
  return {
    name: input.name,
    type: input.type.replace(/^tuple\(.*\)(?=(\[\d*\])*$)/, "tuple"),
    internalType: input.type,
    ...(components === null ? {} : { components: components.map(builderInput) }),
  };
}

function builderValues(fragment: FunctionFragment, args: Result): Record<string, string> {
  return Object.fromEntries(fragment.inputs.map((input, index) => [input.name, builderValue(args[index])]));
}

function builderValue(value: unknown): string {
  if (Array.isArray(value)) {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
  }
  return String(value);
}
