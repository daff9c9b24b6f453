import { Interface, ZeroAddress, ZeroHash, keccak256, type Provider } from "ethers";

import { isUpgrade, newImplementation } from "#lib/change/upgrade-call";
import type { EncodedCall } from "#lib/calls/encode-call";
import type { Pin } from "#lib/change/change";
import { SuiteError } from "#lib/errors/suite-error";

const proxy = new Interface(["function implementation() view returns (address)"]);

/**
 * Pins the code that a change meets: every target with its implementation, and every implementation that the change or its
 * rollback installs.
 */
export async function pinsOf(provider: Provider, calls: readonly EncodedCall[]): Promise<Pin[]> {
  const accounts = new Set<string>();
  for (const call of calls) {
    accounts.add(call.target);
    if (isUpgrade(call)) accounts.add(newImplementation(call));
  }
  return Promise.all([...accounts].map((account) => pinOf(provider, account)));
}

/**
 * Pins one account as it is now.
 *
 * @throws SuiteError `input/no-code`.
 */
export async function pinOf(provider: Provider, account: string): Promise<Pin> {
  const codehash = await codeHash(provider, account);
  const implementation = await implementationOf(provider, account);
  return {
    account,
    codehash,
    implementation,
    implementationCodehash: implementation === ZeroAddress ? ZeroHash : await codeHash(provider, implementation),
  };
}

/** What a governed proxy runs; the zero address for anything else. */
export async function implementationOf(provider: Provider, account: string): Promise<string> {
  try {
    const answer = await provider.call({ to: account, data: proxy.encodeFunctionData("implementation") });
    return proxy.decodeFunctionResult("implementation", answer)[0] as string;
  } catch (error) {
    // No such function is an answer; a node that is down is not.
    const { code } = error as { readonly code?: unknown };
    if (code === "CALL_EXCEPTION" || code === "BAD_DATA" || code === "BUFFER_OVERRUN" || isRevert(error))
      return ZeroAddress;
    throw error;
  }
}

async function codeHash(provider: Provider, account: string): Promise<string> {
  const code = await provider.getCode(account);
  if (code !== "0x") return keccak256(code);
  throw new SuiteError({
    code: "input/no-code",
    message: `${account} has no code, so that a change cannot meet it.`,
    hint: "Check the address and the network.",
    details: { account },
  });
}

function isRevert(error: unknown): boolean {
  return error instanceof Error && /revert/i.test(error.message);
}
