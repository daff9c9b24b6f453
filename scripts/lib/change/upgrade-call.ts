import { Interface } from "ethers";

import type { EncodedCall } from "#lib/calls/encode-call";

const upgradeable = new Interface(["function upgradeToAndCall(address newImplementation, bytes data)"]);

const SELECTOR = upgradeable.getFunction("upgradeToAndCall")?.selector;

/** Whether a call replaces the code behind a proxy. */
export function isUpgrade({ data }: EncodedCall): boolean {
  return data.slice(0, 10) === SELECTOR;
}

/** The implementation that an upgrade installs. */
export function newImplementation({ data }: EncodedCall): string {
  return upgradeable.decodeFunctionData("upgradeToAndCall", data)[0] as string;
}
