import { HDNodeWallet, Mnemonic } from "ethers";

import { PUBLIC_ACCOUNTS, PUBLIC_MNEMONIC } from "#lib/demo/public-mnemonic";

/**
 * Every account of the demonstration country, by address. All of them come from one public mnemonic, so that a
 * demonstration can sign for everybody.
 */
function publicAccounts(): ReadonlyMap<string, HDNodeWallet> {
  const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PUBLIC_MNEMONIC), "m/44'/60'/0'/0");
  return new Map(
    Array.from({ length: PUBLIC_ACCOUNTS }, (_, index) => {
      const wallet = root.deriveChild(index);
      return [wallet.address, wallet];
    }),
  );
}

/** The signing key of an account of the demonstration country. */
export function publicWallet(address: string): HDNodeWallet {
  accounts ??= publicAccounts();
  const wallet = accounts.get(address);
  if (wallet === undefined) throw new RangeError(`${address} is no account of the demonstration country.`);
  return wallet;
}

let accounts: ReadonlyMap<string, HDNodeWallet> | undefined;
