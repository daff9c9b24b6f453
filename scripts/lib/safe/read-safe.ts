import { getAddress, type Provider } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import { safeInterface, safeSlots } from "#lib/safe/safe-interface";

/** What a Safe is at the latest block. */
export interface SafeState {
  readonly safe: string;
  readonly version: string;
  readonly owners: readonly string[];
  readonly threshold: number;
  readonly nonce: bigint;
  readonly guard: string;
  readonly moduleGuard: string;
  readonly fallbackHandler: string;
}

/**
 * Reads a Safe.
 *
 * @throws SuiteError `input/no-safe` when nothing at the address answers as a Safe.
 */
export async function readSafe(provider: Provider, safe: string): Promise<SafeState> {
  const ask = async (name: string): Promise<unknown> =>
    safeInterface.decodeFunctionResult(
      name,
      await provider.call({ to: safe, data: safeInterface.encodeFunctionData(name) }),
    )[0];
  const slot = async (position: string): Promise<string> => {
    const word = await provider.getStorage(safe, position);
    return getAddress(`0x${word.slice(-40).padStart(40, "0")}`);
  };
  if ((await provider.getCode(safe)) === "0x") throw noSafe(safe, "it has no code");
  let owners: unknown, threshold: unknown, nonce: unknown, version: unknown;
  try {
    [owners, threshold, nonce, version] = await Promise.all(["getOwners", "getThreshold", "nonce", "VERSION"].map(ask));
  } catch (cause) {
    if (cause instanceof SuiteError) throw cause;
    throw noSafe(safe, "it does not answer as one", cause);
  }
  const [guard, moduleGuard, fallbackHandler] = await Promise.all([
    slot(safeSlots.guard),
    slot(safeSlots.moduleGuard),
    slot(safeSlots.fallbackHandler),
  ]);
  return {
    safe,
    version: version as string,
    owners: [...(owners as string[])],
    threshold: Number(threshold),
    nonce: nonce as bigint,
    guard,
    moduleGuard,
    fallbackHandler,
  };
}

function noSafe(safe: string, reason: string, cause?: unknown): SuiteError {
  return new SuiteError({
    code: "input/no-safe",
    message: `${safe} is not a Safe: ${reason}.`,
    hint: "Check the address and the network.",
    details: { safe },
    cause,
  });
}
