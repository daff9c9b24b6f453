import { AbiCoder, Contract, id, keccak256, type Result } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import { contractAt } from "#lib/deployment/chain-state";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import { operatorOf, sendAsCouncil } from "#support/governed-changes";
import type { DeployedSuite } from "#support/suite";

const DAY = 86_400;
const PILOT = 2;
const PILOT_PAPERS = [1, 2, 3, 4, 5];
const CAPS = [1_000, 1_000_000n];

/** The programme of the story. */
export const PROGRAM = id("child-benefit");

/**
 * A programme in its pilot: one batch is authorised and half of it settled, one has its only row set aside, and one waits
 * for the Program Authority's Safe. In the smallest unit, 1,500 are authorised and 500 settled.
 */
export async function distribute(suite: DeployedSuite): Promise<void> {
  await openPilot(suite);
  const paid = await submit(suite, "paid", 1_000n);
  await authorise(suite, paid);
  await operate(suite, "TREASURY_OPERATOR", "DistributionLedger", "settle", [paid, id("settlement"), 500n, 0]);
  const failed = await submit(suite, "closed account", 500n);
  await authorise(suite, failed);
  const row = [0, id("row of closed account"), 500n, []];
  await operate(suite, "DISTRIBUTION_OPERATOR", "DistributionLedger", "raiseException", [
    failed,
    row,
    id("the account is closed"),
  ]);
  await submit(suite, "waits", 250n);
}

async function openPilot(suite: DeployedSuite): Promise<void> {
  const { provider, record } = suite;
  const registry = contractAt(provider, record, "ProgramRegistry");
  const now = (await provider.getBlock("latest"))?.timestamp ?? 0;
  const terms = [entityOf(suite, "PROGRAM_AUTHORITY"), 1, id("metadata"), id("law"), now, 30 * DAY];
  await decide(suite, "sovereign", "ProgramRegistry", "registerProgram", [PROGRAM, terms]);
  for (const paper of PILOT_PAPERS) {
    const values = [PROGRAM, paper, id(`paper ${String(paper)}`)];
    await operate(suite, "PROGRAM_AUTHORITY", "ProgramRegistry", "recordRequirement", values);
  }
  const papers: unknown = await registry.getFunction("requirementsDigest").staticCall(PROGRAM, PILOT);
  await decide(suite, "sovereign", "ProgramRegistry", "advancePhase", [PROGRAM, PILOT, CAPS, papers, id("decision")]);
  const distributor = entityOf(suite, "DISTRIBUTION_OPERATOR");
  await decide(suite, "program", "ProgramRegistry", "authoriseEntity", [PROGRAM, distributor, id("approval")]);
  await decide(suite, "program", "ProgramRegistry", "publishRuleSet", [PROGRAM, 0, id("rules"), 10_000n, ""]);
  await decide(suite, "sovereign", "DistributionLedger", "setBudget", [PROGRAM, 100_000n, id("budget")]);
}

/** A batch of one row, which is its own root. */
async function submit(suite: DeployedSuite, name: string, amount: bigint): Promise<string> {
  const leaf = AbiCoder.defaultAbiCoder().encode(["uint256", "bytes32", "uint256"], [0, id(`row of ${name}`), amount]);
  const terms = [PROGRAM, keccak256(keccak256(leaf)), 1, amount, 1, 1, id(`manifest of ${name}`)];
  await operate(suite, "DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [terms]);
  const ledger = contractAt(suite.provider, suite.record, "DistributionLedger");
  return (await ledger.getFunction("batchWith").staticCall(terms[1])) as string;
}

async function authorise(suite: DeployedSuite, batchId: string): Promise<void> {
  const ledger = contractAt(suite.provider, suite.record, "DistributionLedger");
  const batch = (await ledger.getFunction("batchOf").staticCall(batchId)) as Result;
  await decide(suite, "program", "DistributionLedger", "authoriseBatch", [batchId, batch["manifestDigest"]]);
}

async function operate(
  suite: DeployedSuite,
  role: string,
  name: SuiteContract,
  method: string,
  values: readonly unknown[],
): Promise<void> {
  const signer = await suite.provider.getSigner(operatorOf(suite, role));
  const contract = new Contract(suite.record.contracts[name].address, suiteInterface(name), signer);
  await (await contract.getFunction(method).send(...values)).wait();
}

async function decide(
  suite: DeployedSuite,
  council: CouncilKey,
  contract: SuiteContract,
  name: string,
  values: readonly unknown[],
): Promise<void> {
  const data = suiteInterface(contract).encodeFunctionData(name, values);
  await sendAsCouncil(suite, council, suite.record.contracts[contract].address, data);
}

function entityOf({ governance }: DeployedSuite, role: string): number {
  const operator = governance.operators.find(({ roles }) => roles.some((held) => held === role));
  return governance.entities.find(({ key }) => key === operator?.entity)?.id ?? 0;
}
