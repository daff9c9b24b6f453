import { HDNodeWallet, Mnemonic } from "ethers";

const PUBLIC_MNEMONIC = "test test test test test test test test test test test junk";

let keys: readonly string[] | undefined;

/** The 40 private keys of the public test mnemonic, from which all accounts of the demonstration country come. */
export function publicKeys(): readonly string[] {
  keys ??= derived();
  return keys;
}

function derived(): readonly string[] {
  const root = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PUBLIC_MNEMONIC), "m/44'/60'/0'/0");
  return Array.from({ length: 40 }, (_, index) => root.deriveChild(index).privateKey);
}
