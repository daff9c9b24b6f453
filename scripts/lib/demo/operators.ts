import { keccak256 } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import type { Stage } from "#lib/demo/stage";
import { performIncidentAct } from "#lib/incident/perform";
import type { IncidentAct } from "#lib/incident/acts";
import { sendTransaction } from "#lib/transaction/send-transaction";

/** A call by the operator who holds a role, with an account of its own. */
export async function operate(
  stage: Stage,
  role: string,
  contract: SuiteContract,
  name: string,
  values: readonly unknown[],
): Promise<void> {
  await operateAs(stage, stage.operator(role), contract, name, values);
}

/** A call by an account of the country. */
export async function operateAs(
  stage: Stage,
  account: string,
  contract: SuiteContract,
  name: string,
  values: readonly unknown[],
): Promise<void> {
  const data = suiteInterface(contract).encodeFunctionData(name, values);
  await sendTransaction(stage.sendingAs(account), {
    key: `${contract}.${name}:${keccak256(data)}`,
    action: `${contract}.${name}`,
    to: stage.record.contracts[contract].address,
    data,
  });
}

/** A step of an incident by the operator who holds a role, as the incident tasks take it. */
export async function takeStep(stage: Stage, role: string, act: IncidentAct): Promise<void> {
  await performIncidentAct(stage.sendingAs(stage.operator(role)), stage.record, act, { dryRun: false });
}
