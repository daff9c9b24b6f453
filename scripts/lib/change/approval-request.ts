import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { changeClasses, councilOfRole, roleName, type ChangeClass } from "#lib/change/change-class";
import type { Change } from "#lib/change/change";
import { toAbi } from "#lib/change/change";
import { readPolicy, readRound } from "#lib/change/read-change";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { councilRequest } from "#lib/safe/council-request";
import type { SafeRequest } from "#lib/safe/safe-file";

/** The councils whose Safes approve a class of change, by the policy in force. */
export async function approversOf(
  provider: Provider,
  record: ContractsRecord,
  changeClass: ChangeClass,
): Promise<CouncilName[]> {
  const { approverRole, secondApproverRole } = await readPolicy(provider, record, changeClass);
  return [approverRole, ...(secondApproverRole === 0n ? [] : [secondApproverRole])].map((role) => {
    const council = councilOfRole[role.toString()];
    if (council !== undefined) return council;
    throw new SuiteError({
      code: "conflict/approver",
      message: `The policy of ${changeClass} names ${roleName(role)}, which is no council of this deployment.`,
      hint: "Compare the deployment with the chain: npx hardhat gov doctor",
      details: { class: changeClass, role },
    });
  });
}

/**
 * What the owners of an approving Safe sign: `approve(id, class, round, notAfter)` at the Safe's next nonce, for the round
 * that the change is in now.
 *
 * @param notAfter Unix time after which the approval is void even with all signatures.
 */
export async function approvalRequest(
  provider: Provider,
  record: ContractsRecord,
  {
    id,
    changeClass,
    council,
    notAfter,
  }: {
    readonly id: string;
    readonly changeClass: ChangeClass;
    readonly council: CouncilName;
    readonly notAfter: number;
  },
): Promise<SafeRequest> {
  const round = await readRound(provider, record, id);
  const data = suiteInterface("ChangeManager").encodeFunctionData("approve", [
    id,
    changeClasses.indexOf(changeClass),
    round,
    notAfter,
  ]);
  const until = new Date(notAfter * 1000).toISOString();
  return councilRequest(provider, record, {
    council,
    contract: "ChangeManager",
    data,
    description: `Approve change ${id} (${changeClass}, round ${String(round)}) as ${council}, until ${until}`,
  });
}

/** `veto(id, asRole, reasonDigest)` for a council to sign: of an approver, the contract takes it as a withdrawal. */
export async function vetoRequest(
  provider: Provider,
  record: ContractsRecord,
  {
    id,
    kind,
    council,
    role,
    reasonDigest,
  }: {
    readonly id: string;
    /** What it comes to, for the signers' eyes. */
    readonly kind: "veto" | "withdrawal";
    readonly council: CouncilName;
    readonly role: bigint;
    readonly reasonDigest: string;
  },
): Promise<SafeRequest> {
  const data = suiteInterface("ChangeManager").encodeFunctionData("veto", [id, role, reasonDigest]);
  return councilRequest(provider, record, {
    council,
    contract: "ChangeManager",
    data,
    description: `${kind === "veto" ? "Veto" : "Withdraw the approval of"} change ${id} as ${council}, reason ${reasonDigest}`,
  });
}

/** `rollback(change, proposer, asRole, reasonDigest)` for a council to sign. */
export async function rollbackRequest(
  provider: Provider,
  record: ContractsRecord,
  {
    id,
    change,
    proposer,
    council,
    role,
    reasonDigest,
  }: {
    readonly id: string;
    readonly change: Change;
    readonly proposer: string;
    readonly council: CouncilName;
    readonly role: bigint;
    readonly reasonDigest: string;
  },
): Promise<SafeRequest> {
  const data = suiteInterface("ChangeManager").encodeFunctionData("rollback", [
    toAbi(change),
    proposer,
    role,
    reasonDigest,
  ]);
  return councilRequest(provider, record, {
    council,
    contract: "ChangeManager",
    data,
    description: `Roll back change ${id} as ${council}, reason ${reasonDigest}`,
  });
}
