import type { Provider } from "ethers";

import type { ChainState } from "#lib/deployment/chain-state";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import { changeStatuses } from "#lib/change/change-class";
import { CHANGE_CLASSES } from "#lib/deployment/approval-policies";
import { contractAt } from "#lib/deployment/chain-state";
import { councils } from "#lib/deployment/governance-checks";
import type { Governance } from "#lib/deployment/governance-schema";
import { constituenciesInSet, roleName } from "#lib/permissions/roles";

const WAITING = new Set<string>(["Proposed", "Queued", "Ready"]);

export interface GovernanceStatus {
  readonly block: number;
  readonly genesisClosed: boolean;
  readonly councils: readonly {
    readonly key: string;
    readonly address: string;
    readonly quorum: string;
    readonly constituencies: readonly string[];
    readonly status: string;
    readonly epoch: number;
    readonly nonce: number;
    readonly seats: readonly { readonly owner: string; readonly entity: string; readonly isOwner: boolean }[];
  }[];
  readonly mandates: readonly { readonly role: string; readonly account: string; readonly until: string | null }[];
  readonly suspended: readonly { readonly account: string; readonly until: string }[];
  readonly limits: readonly { readonly subject: string; readonly value: string; readonly approved: string }[];
  readonly waiting: readonly {
    readonly id: string;
    readonly changeClass: string;
    readonly status: string;
    readonly version: string;
  }[];
}

/** Who governs, until when, and what waits for them. */
export async function governanceStatus(
  provider: Provider,
  governance: Governance,
  record: ContractsRecord,
  state: ChainState,
): Promise<GovernanceStatus> {
  const { registry, block, timestamp } = state;
  return {
    block,
    genesisClosed: registry.genesisClosed,
    councils: councils(governance).map(([key]) => {
      const { address, threshold, owners, policy, status, epoch, nonce } = state.councils[key];
      return {
        key,
        address,
        quorum: `${threshold}-of-${owners.length}`,
        constituencies: constituenciesInSet(policy.constituencies),
        status,
        epoch,
        nonce,
        seats: [...(registry.seats.get(address) ?? [])].map(([owner, { entity }]) => ({
          owner,
          entity: registry.entities.get(entity)?.name ?? `entity ${entity}`,
          isOwner: owners.includes(owner),
        })),
      };
    }),
    mandates: [...registry.grants].flatMap(([role, holders]) =>
      [...holders].map(([account, { until }]) => ({
        role: roleName(role),
        account,
        until: until === 0 ? null : iso(until),
      })),
    ),
    suspended: [...registry.suspensions]
      .filter(([, until]) => until > timestamp)
      .map(([account, until]) => ({ account, until: iso(until) })),
    limits: [...state.bridge.limits].map(([subject, { value, baseline }]) => ({
      subject,
      value: String(value),
      approved: String(baseline),
    })),
    waiting: await waitingChanges(provider, record, block),
  };
}

/** The same, for a person. */
export function statusText(status: GovernanceStatus): string {
  const lines = [`Block ${status.block}; genesis is ${status.genesisClosed ? "closed" : "OPEN"}.`];
  for (const { key, address, quorum, constituencies, seats, epoch, nonce, status: standing } of status.councils) {
    const named = constituencies.length === 0 ? "" : `, one of each: ${constituencies.join(", ")}`;
    lines.push("", `${key}  ${quorum}${named}  ${address}  (${standing}, nonce ${nonce}, epoch ${epoch})`);
    for (const { owner, entity, isOwner } of seats) lines.push(`  ${owner}  ${entity}${isOwner ? "" : "  (standby)"}`);
  }
  lines.push("", "Roles");
  for (const { role, account, until } of status.mandates)
    lines.push(`  ${role.padEnd(20)} ${account}  ${until ?? "no end"}`);
  for (const { account, until } of status.suspended) lines.push(`  suspended: ${account} until ${until}`);
  lines.push("", "Limits");
  for (const { subject, value, approved } of status.limits) {
    lines.push(`  ${subject.padEnd(28)} ${value}${value === approved ? "" : `  (tightened; approved ${approved})`}`);
  }
  lines.push("", status.waiting.length === 0 ? "No change waits." : "Changes that wait");
  for (const { id, changeClass, status: standing, version } of status.waiting) {
    lines.push(`  ${id}  ${changeClass}  ${standing}  ${version}`);
  }
  return lines.join("\n");
}

async function waitingChanges(
  provider: Provider,
  record: ContractsRecord,
  toBlock: number,
): Promise<GovernanceStatus["waiting"]> {
  const { address } = record.contracts.ChangeManager;
  const manager = contractAt(provider, record, "ChangeManager");
  const logs = await readLogs({ provider, address, fromBlock: record.deployedAtBlock, toBlock });
  const proposals = logs
    .map((log) => suiteInterface("ChangeManager").parseLog(log))
    .filter((event) => event?.name === "ChangeProposed");
  const changes = await Promise.all(
    proposals.map(async (event) => {
      const [id, , changeClass, , change] = event?.args as unknown as [
        string,
        string,
        bigint,
        bigint,
        { version: string },
      ];
      const standing = Number(await manager.getFunction("statusOf").staticCall(id, { blockTag: toBlock }));
      return {
        id,
        changeClass: CHANGE_CLASSES[Number(changeClass)] ?? String(changeClass),
        status: changeStatuses[standing] ?? String(standing),
        version: change.version,
      };
    }),
  );
  return changes.filter(({ status }) => WAITING.has(status));
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
