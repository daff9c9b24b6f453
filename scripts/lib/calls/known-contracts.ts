import type { Interface } from "ethers";

import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { parseAddress } from "#lib/input/parse-address";
import { safeInterface } from "#lib/safe/safe-interface";

/** A name that people use for an address of the deployment. */
export interface KnownContract {
  readonly name: string;
  readonly address: string;
  /** Undefined for an address that the suite has no ABI of. */
  readonly abi: Interface | undefined;
}

/** Names of a deployment's contracts and Safes, in both directions. */
export class AddressBook {
  readonly #known: readonly KnownContract[];

  constructor(record: Pick<ContractsRecord, "contracts" | "safes">) {
    this.#known = [
      ...Object.entries(record.contracts).map(([name, { address }]) => ({
        name,
        address,
        abi: isSuiteContract(name) ? suiteInterface(name) : undefined,
      })),
      ...Object.entries(record.safes).map(([name, { address }]) => ({
        name: safeName(name),
        address,
        abi: safeInterface,
      })),
    ];
  }

  /**
   * An address by name or in hex.
   *
   * @throws SuiteError `input/unknown-contract` or `input/address`.
   */
  resolve(target: string): KnownContract {
    const named = this.#known.find(({ name }) => name === target);
    if (named !== undefined) return named;
    if (!target.startsWith("0x")) {
      throw new SuiteError({
        code: "input/unknown-contract",
        message: `"${target}" is no contract of this deployment.`,
        hint: `Use an address or one of ${this.#known.map(({ name }) => name).join(", ")}.`,
        details: { target },
      });
    }
    const address = parseAddress(target, "target");
    return this.#known.find((known) => known.address === address) ?? { name: address, address, abi: undefined };
  }

  /** The name of an address, or the address itself. */
  nameOf(address: string): string {
    return this.#known.find((known) => known.address === address)?.name ?? address;
  }
}

/** `technical` is called TechnicalSafe among contracts. */
function safeName(council: string): string {
  return `${council.charAt(0).toUpperCase()}${council.slice(1)}Safe`;
}

function isSuiteContract(name: string): name is SuiteContract {
  return (suiteContracts as readonly string[]).includes(name);
}
