import {
  AbiCoder,
  Interface,
  ZeroAddress,
  concat,
  getCreate2Address,
  keccak256,
  solidityPackedKeccak256,
  toBeHex,
} from "ethers";
import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { safeArtifact } from "#lib/safe/safe-contracts";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";

/** All that decides where a guarded Safe is born, and with whom. */
export type SafeBirth = ContractsRecord["safes"]["technical"]["birth"];

const guardedSetup = new Interface(["function setup(address guard)"]);

/**
 * Where a Safe of this birth is, or will be: `SafeProxyFactory.createProxyWithNonce` puts it nowhere else, and the guard
 * computes the same address when it registers the Safe.
 */
export async function birthAddress(provider: Provider, record: ContractsRecord, birth: SafeBirth): Promise<string> {
  const factory = new Interface(safeArtifact("proxyFactory").abi);
  const answer = await provider.call({ to: birth.factory, data: factory.encodeFunctionData("proxyCreationCode") });
  const [creationCode] = factory.decodeFunctionResult("proxyCreationCode", answer) as unknown as [string];
  const salt = solidityPackedKeccak256(
    ["bytes32", "uint256"],
    [keccak256(initializer(record, birth)), birth.saltNonce],
  );
  const creation = concat([creationCode, AbiCoder.defaultAbiCoder().encode(["address"], [birth.singleton])]);
  return getCreate2Address(birth.factory, toBeHex(salt, 32), keccak256(creation));
}

/** Bears a guarded Safe, from any funded account: who pays has no say in it. Born already, it stays as it is. */
export async function bearSafe(
  sending: Sending,
  record: ContractsRecord,
  birth: SafeBirth,
): Promise<"born" | "already-born"> {
  const address = await birthAddress(sending.provider, record, birth);
  if ((await sending.provider.getCode(address)) !== "0x") return "already-born";
  const factory = new Interface(safeArtifact("proxyFactory").abi);
  await sendTransaction(sending, {
    key: `birth:${address}`,
    action: `The birth of the Safe ${address}`,
    to: birth.factory,
    data: factory.encodeFunctionData("createProxyWithNonce", [
      birth.singleton,
      initializer(record, birth),
      birth.saltNonce,
    ]),
  });
  return "born";
}

/** Owners, threshold and the guard, in the one call that the factory makes of the new Safe. */
function initializer({ safeContracts, contracts }: ContractsRecord, birth: SafeBirth): string {
  return new Interface(safeArtifact("singleton").abi).encodeFunctionData("setup", [
    birth.owners,
    birth.threshold,
    safeContracts.guardedSetup,
    guardedSetup.encodeFunctionData("setup", [contracts.GovernanceGuard.address]),
    birth.fallbackHandler,
    ZeroAddress,
    0,
    ZeroAddress,
  ]);
}
