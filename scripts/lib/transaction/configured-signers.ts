import type { Signer } from "ethers";

import { HDNodeWallet, Mnemonic, Wallet } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

/** A secret that Hardhat resolves when asked: from its keystore, from the environment, or from the file itself. */
interface Secret {
  readonly getHexString?: () => Promise<string>;
  readonly get: () => Promise<string>;
}

interface MnemonicAccounts {
  readonly mnemonic: Secret;
  readonly passphrase: Secret;
  readonly path: string;
  readonly initialIndex: number;
  readonly count: number;
}

/** The `accounts` of a resolved Hardhat network, of either kind. */
export type ConfiguredAccounts = "remote" | readonly (Secret | { readonly privateKey: Secret })[] | MnemonicAccounts;

/**
 * The keys that a network's configuration names, as local signers: they sign without a node, so that the signed bytes are
 * known before anything leaves the machine.
 */
export async function configuredSigners(accounts: ConfiguredAccounts): Promise<readonly Signer[]> {
  if (accounts === "remote") return [];
  if (!isList(accounts)) return fromMnemonic(accounts);
  return Promise.all(
    accounts.map(async (account) => new Wallet(await ("privateKey" in account ? account.privateKey : account).get())),
  );
}

/**
 * Picks the signer of an address, or the first one when none is named.
 *
 * @throws SuiteError `input/no-key`.
 */
export async function pickSigner(signers: readonly Signer[], address: string | undefined): Promise<Signer> {
  for (const signer of signers) {
    if (address === undefined || (await signer.getAddress()) === address) return signer;
  }
  throw new SuiteError({
    code: "input/no-key",
    message: address === undefined ? "This network has no key." : `This network has no key for ${address}.`,
    hint: "Add it under accounts of the network in hardhat.config.ts, best as configVariable from Hardhat's keystore.",
    details: { address: address ?? null, known: await Promise.all(signers.map((signer) => signer.getAddress())) },
  });
}

async function fromMnemonic(accounts: MnemonicAccounts): Promise<readonly Signer[]> {
  const mnemonic = Mnemonic.fromPhrase(await accounts.mnemonic.get(), await accounts.passphrase.get());
  const root = HDNodeWallet.fromMnemonic(mnemonic, accounts.path);
  return Array.from(
    { length: accounts.count },
    (_, index) => new Wallet(root.deriveChild(accounts.initialIndex + index).privateKey),
  );
}

function isList(
  accounts: readonly (Secret | { readonly privateKey: Secret })[] | MnemonicAccounts,
): accounts is readonly (Secret | { readonly privateKey: Secret })[] {
  return Array.isArray(accounts);
}
