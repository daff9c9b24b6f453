import { Contract, Interface, id as digestOf } from "ethers";

import type { BenchChain } from "#lib/bench/bench-chain";
import type { Plan, Proposed } from "#lib/demo/governed-change";

import { suiteInterface } from "#lib/abi/suite-interface";
import { callAs, deployed, gasOf } from "#lib/bench/bench-chain";
import { rollbackRequest, vetoRequest } from "#lib/change/approval-request";
import { roleOfCouncil } from "#lib/change/change-class";
import { executeChange } from "#lib/change/execute";
import { findChange, readRecord } from "#lib/change/read-change";
import { sendAsSafe } from "#lib/demo/councils";
import { approve, carryOut, propose } from "#lib/demo/governed-change";
import { ROLE_IDS } from "#lib/permissions/roles";

/** Gas of the suite's jobs, each in the steady state: every slot that can be warm has been written before. */
export interface SuiteGas {
  readonly propose: bigint;
  readonly approve: bigint;
  readonly execute: bigint;
  /** A withdrawal: a veto costs the same, through a Safe whose nonce is as warm. */
  readonly sendBack: bigint;
  readonly rollback: bigint;
  readonly grant: bigint;
}

const SET_WORD = "setWord(uint256)";

/** Takes config changes of one call through their life, as `change propose`, `safe execute` and `change execute` do. */
export async function measureSuite(chain: BenchChain): Promise<SuiteGas> {
  const { stage } = chain;
  const word = await governedWord(chain);
  const signers = { technical: stage.seats("technical").slice(0, 2) };
  await carryOut(stage, wordPlan(word, 1), signers);

  let second: Proposed | undefined;
  const proposed = await gasOf(chain, async () => (second = await propose(stage, wordPlan(word, 2))));
  if (second === undefined) throw new TypeError("Nothing was proposed.");
  const change = second;
  const approved = await gasOf(chain, () => approve(stage, change, signers));
  await ready(chain, change);
  const executed = await gasOf(chain, () =>
    executeChange(stage.sendingAs(stage.operator("CHANGE_EXECUTOR")), stage.record, change.id),
  );
  const rolledBack = await gasOf(chain, () => rollBack(chain, change));

  const third = await propose(stage, wordPlan(word, 3));
  await approve(stage, third, signers);
  const sentBack = await gasOf(chain, () => sendBack(chain, third));
  return {
    propose: proposed,
    approve: approved,
    execute: executed,
    sendBack: sentBack,
    rollback: rolledBack,
    grant: await measureGrant(chain),
  };
}

/** A word under the registry, whose setter a HighRiskUpgrade maps to ConfigOnly changes. */
async function governedWord(chain: BenchChain): Promise<string> {
  const { stage } = chain;
  const { RoleRegistry } = stage.record.contracts;
  const word = await deployed(chain, "ManagedWord", RoleRegistry.address);
  const address = await word.getAddress();
  const selector = new Interface([`function ${SET_WORD}`]).getFunction("setWord")?.selector ?? "0x";
  const mapTo = (role: number): Plan["calls"][number] => ({
    target: "RoleRegistry",
    function: "setTargetFunctionRole(address,bytes4[],uint64)",
    args: [address, [selector], String(role)],
    value: "0",
  });
  const plan: Plan = {
    title: "Let config changes set the word",
    class: "HighRiskUpgrade",
    version: "1",
    calls: [mapTo(Number(ROLE_IDS.CONFIG))],
    rollback: [mapTo(Number(ROLE_IDS.ADMIN))],
  };
  const people = [
    ...stage.seats("governance", "POLICY").slice(0, 1),
    ...stage.seats("governance", "TECHNICAL").slice(0, 2),
  ];
  await carryOut(stage, plan, { governance: people });
  return address;
}

function wordPlan(word: string, value: number): Plan {
  const set = (to: number): Plan["calls"][number] => ({
    target: word,
    function: SET_WORD,
    args: [String(to)],
    value: "0",
  });
  return {
    title: `Set the word to ${value}`,
    class: "ConfigOnly",
    version: String(value),
    calls: [set(value)],
    rollback: [set(value - 1)],
  };
}

async function ready({ stage }: BenchChain, { id }: Proposed): Promise<void> {
  const { readyAt } = await readRecord(stage.provider, stage.record, id);
  await stage.waitUntil(readyAt);
}

async function rollBack({ stage }: BenchChain, { id }: Proposed): Promise<void> {
  const { change, context } = await findChange(stage.provider, stage.record, id);
  const request = await rollbackRequest(stage.provider, stage.record, {
    id,
    change,
    proposer: context.proposer,
    council: "technical",
    role: roleOfCouncil.technical,
    reasonDigest: digestOf("bench"),
  });
  await sendAsSafe(stage, request, stage.seats("technical").slice(0, 2));
}

async function sendBack({ stage }: BenchChain, { id }: Proposed): Promise<void> {
  const request = await vetoRequest(stage.provider, stage.record, {
    id,
    kind: "withdrawal",
    council: "technical",
    role: roleOfCouncil.technical,
    reasonDigest: digestOf("bench"),
  });
  await sendAsSafe(stage, request, stage.seats("technical").slice(0, 2));
}

/** The Identity Authority makes somebody a verifier; nobody else needs to agree. */
async function measureGrant(chain: BenchChain): Promise<bigint> {
  const { stage } = chain;
  const registry = new Contract(stage.record.contracts.RoleRegistry.address, suiteInterface("RoleRegistry"));
  const account = stage.operator("BRIDGE_OPERATOR");
  return gasOf(chain, () =>
    callAs(chain, stage.operator("IDENTITY_AUTHORITY"), registry, "grantRole", ROLE_IDS.VERIFIER, account, 0),
  );
}
