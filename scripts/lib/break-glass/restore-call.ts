import type { Provider } from "ethers";

import { suiteContracts } from "#lib/abi/suite-interface";
import type { WrittenCall } from "#lib/calls/encode-call";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractName, ContractsRecord } from "#lib/deployment/contracts-record";
import { implementationHistories } from "#lib/deployment/implementation-history";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * The call that puts back the implementation which a contract ran before the one that it runs now.
 *
 * Which one that is, the chain's upgrades say. Where contracts.json knows it too, its code must be the recorded one: a node
 * that invents an upgrade must not have foreign code installed.
 *
 * @throws SuiteError `refused/nothing-to-restore` when it never ran another, `conflict/other-code`.
 */
export async function restoreCall(
  provider: Provider,
  record: ContractsRecord,
  contract: ContractName,
): Promise<WrittenCall> {
  const address = suiteContracts.map((name) => record.contracts[name].address);
  const toBlock = await provider.getBlockNumber();
  const logs = await readLogs({ provider, address, fromBlock: record.deployedAtBlock, toBlock });
  const { [contract]: history } = await implementationHistories(provider, record, logs);
  const running = history.at(-1)?.implementation;
  const before = history.findLast(({ implementation }) => implementation !== running);
  if (before === undefined) {
    throw new SuiteError({
      code: "refused/nothing-to-restore",
      message: `${contract} never ran another implementation than ${running ?? "none"}.`,
      hint: "Deploy a good one, and name it: --call 'Contract.upgradeToAndCall(0x…, 0x)'.",
      details: { contract, running },
    });
  }
  const { implementation, codehash } = before;
  const recorded = record.contracts[contract].history.find((entry) => entry.implementation === implementation);
  if (recorded?.codehash !== codehash) {
    throw new SuiteError({
      code: "conflict/other-code",
      message: `contracts.json does not say that ${contract} ever ran ${implementation} with the code that is there.`,
      hint: "Ask another node, or restore contracts.json from version control.",
      details: { contract, implementation, codehash, recorded: recorded?.codehash },
    });
  }
  return { target: contract, function: "upgradeToAndCall(address,bytes)", args: [implementation, "0x"], value: "0" };
}
