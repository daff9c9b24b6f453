import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { id as digestOf, parseEther, toQuantity } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import { publicWallet } from "#lib/demo/public-accounts";
import { councilExecution, operatorOf, sendAsCouncil } from "#support/governed-changes";
import { type Outcome, probe } from "#support/probe";
import type { DeployedSuite } from "#support/suite";

export const PROGRAM = digestOf("child-benefit");
export const MONTH = 30 * 86_400;

/** Smallest units: 10.00 a row. */
export const ROW_AMOUNT = 1_000n;
export const BUDGET = 100_000n;
/** Of the pilot, in one period. */
export const CAPS = { participants: 20, amount: 15_000n } as const;

const PILOT = 2;
const PUBLIC = 1;
/** In the order of `Requirement`, from StakeholderMap to PilotMonitoring. */
const PILOT_PAPERS = [1, 2, 3, 4, 5];

/** Who sends transactions of its own here. */
const ACTING = ["PROGRAM_AUTHORITY", "DISTRIBUTION_OPERATOR", "TREASURY_OPERATOR"];

/** The rows of a batch as the contracts take them. */
export interface Rows {
  readonly root: string;
  readonly count: number;
  readonly total: bigint;
  readonly row: (index: number) => readonly unknown[];
}

export interface Batch {
  readonly terms: readonly unknown[];
  readonly rows: Rows;
}

/** A country with one programme in its pilot: two Safes and an operator have spoken for it. */
export class ProgramCountry {
  readonly suite: DeployedSuite;

  constructor(suite: DeployedSuite) {
    this.suite = suite;
  }

  /** Registers the programme and takes it to its pilot. */
  async begin(): Promise<void> {
    for (const role of ACTING) {
      const funds = [operatorOf(this.suite, role), toQuantity(parseEther("1"))];
      await this.suite.provider.send("hardhat_setBalance", funds);
    }
    const paper = digestOf("paper");
    const terms = [this.entityOf("PROGRAM_AUTHORITY"), PUBLIC, paper, paper, await this.now(), MONTH];
    await this.councilActs("sovereign", "ProgramRegistry", "registerProgram", [PROGRAM, terms]);
    for (const requirement of PILOT_PAPERS) {
      await this.operate("PROGRAM_AUTHORITY", "ProgramRegistry", "recordRequirement", [PROGRAM, requirement, paper]);
    }
    await this.advanceToPilot();
    await this.publish(0, "rules 1");
    const distributor = this.entityOf("DISTRIBUTION_OPERATOR");
    await this.councilActs("program", "ProgramRegistry", "authoriseEntity", [PROGRAM, distributor, paper]);
    await this.councilActs("sovereign", "DistributionLedger", "setBudget", [PROGRAM, BUDGET, paper]);
  }

  async publish(inForce: number, rules: string): Promise<void> {
    const values = [PROGRAM, inForce, digestOf(rules), ROW_AMOUNT, ""];
    await this.councilActs("program", "ProgramRegistry", "publishRuleSet", values);
  }

  /** A batch of equal rows under the rules in force, in the present period. */
  async batch(name: string, count: number, amount = ROW_AMOUNT): Promise<Batch> {
    const rows = rowsOf(name, count, amount);
    const program = (await this.read("ProgramRegistry", "programOf", [PROGRAM])) as { readonly ruleSetVersion: bigint };
    const period = (await this.read("ProgramRegistry", "periodOf", [PROGRAM])) as bigint;
    const { root, total } = rows;
    return {
      terms: [PROGRAM, root, count, total, program.ruleSetVersion, period, digestOf(`manifest of ${name}`)],
      rows,
    };
  }

  /** Submits a batch, and lets the Program Authority's Safe authorise it. */
  async authorised(
    name: string,
    count: number,
    amount = ROW_AMOUNT,
  ): Promise<{ readonly id: string; readonly rows: Rows }> {
    const { terms, rows } = await this.batch(name, count, amount);
    await this.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [terms]);
    const id = (await this.read("DistributionLedger", "batchWith", [rows.root])) as string;
    await this.councilActs("program", "DistributionLedger", "authoriseBatch", [id, terms[6]]);
    return { id, rows };
  }

  async read(contract: SuiteContract, name: string, values: readonly unknown[]): Promise<unknown> {
    const face = suiteInterface(contract);
    const to = this.suite.record.contracts[contract].address;
    const data = await this.suite.provider.call({ to, data: face.encodeFunctionData(name, values) });
    return face.decodeFunctionResult(name, data)[0] as unknown;
  }

  /** By the first account that holds the role. */
  async operate(role: string, contract: SuiteContract, name: string, values: readonly unknown[]): Promise<void> {
    const signer = publicWallet(operatorOf(this.suite, role)).connect(this.suite.provider);
    const to = this.suite.record.contracts[contract].address;
    const sent = await signer.sendTransaction({ to, data: suiteInterface(contract).encodeFunctionData(name, values) });
    await sent.wait();
  }

  async councilActs(
    council: CouncilKey,
    contract: SuiteContract,
    name: string,
    values: readonly unknown[],
  ): Promise<void> {
    const data = suiteInterface(contract).encodeFunctionData(name, values);
    await sendAsCouncil(this.suite, council, this.suite.record.contracts[contract].address, data);
  }

  /** How the chain answers an operator, without leaving a trace. */
  async attempt(role: string, contract: SuiteContract, name: string, values: readonly unknown[]): Promise<Outcome> {
    const data = suiteInterface(contract).encodeFunctionData(name, values);
    const { provider, record } = this.suite;
    return probe(provider, operatorOf(this.suite, role), record.contracts[contract].address, data);
  }

  /** How the chain answers a council with its quorum, without leaving a trace. */
  async attemptOf(
    council: CouncilKey,
    contract: SuiteContract,
    name: string,
    values: readonly unknown[],
  ): Promise<Outcome> {
    const { provider, record, governance } = this.suite;
    const data = suiteInterface(contract).encodeFunctionData(name, values);
    const execution = await councilExecution(this.suite, council, record.contracts[contract].address, data);
    return probe(provider, governance.deployer, record.safes[council].address, execution);
  }

  entityOf(role: string): number {
    const { entities, operators } = this.suite.governance;
    const key = operators.find(({ roles }) => roles.some((held) => held === role))?.entity;
    return entities.find((entity) => entity.key === key)?.id ?? 0;
  }

  async now(): Promise<number> {
    return (await this.suite.provider.getBlock("latest"))?.timestamp ?? 0;
  }

  async advanceToPilot(): Promise<void> {
    const digest = await this.read("ProgramRegistry", "requirementsDigest", [PROGRAM, PILOT]);
    const values = [PROGRAM, PILOT, [CAPS.participants, CAPS.amount], digest, digestOf("decision")];
    await this.councilActs("sovereign", "ProgramRegistry", "advancePhase", values);
  }
}

/** Rows under a root, by OpenZeppelin's own tree. */
export function rowsOf(name: string, count: number, amount: bigint): Rows {
  const values = Array.from({ length: count }, (_, index) => [index, digestOf(`${name} ${index}`), amount] as const);
  const tree = StandardMerkleTree.of(
    values.map((row) => [...row]),
    ["uint256", "bytes32", "uint256"],
  );
  return {
    root: tree.root,
    count,
    total: amount * BigInt(count),
    row: (index) => [...(values[index] ?? []), tree.getProof(index)],
  };
}
