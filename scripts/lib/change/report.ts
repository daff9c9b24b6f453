import type { DescribedCall } from "#lib/calls/describe-call";
import type { CallStanding } from "#lib/change/confinement";
import type { Change, ChangeContext } from "#lib/change/change";
import { roleName } from "#lib/change/change-class";
import type { ApprovalPolicy } from "#lib/change/read-change";
import type { Simulation } from "#lib/change/simulate";

/** Everything that a report tells. */
export interface ReportContent {
  readonly title: string;
  readonly id: string;
  readonly change: Change;
  readonly context: ChangeContext;
  readonly policy: ApprovalPolicy;
  readonly calls: readonly DescribedCall[];
  readonly rollback: readonly DescribedCall[];
  readonly standing: readonly CallStanding[];
  readonly simulation: Simulation;
}

/** `report.md`: what a reviewer reads. Written from checked data only; the same input gives the same bytes. */
export function renderReport(content: ReportContent): string {
  const { title, id, change, context, policy } = content;
  const approvers = [policy.approverRole, ...(policy.secondApproverRole === 0n ? [] : [policy.secondApproverRole])];
  return [
    `# ${title}`,
    "",
    `| | |`,
    `|---|---|`,
    `| Id | \`${id}\` |`,
    `| Class | ${change.class} |`,
    `| Chain | ${String(context.chainId)} |`,
    `| ChangeManager | \`${context.changeManager}\` |`,
    `| Proposer | \`${context.proposer}\` |`,
    `| Version | ${change.version} |`,
    `| Approved by | ${approvers.map(roleName).join(" and ")}, at least ${String(policy.minSigners)} signers |`,
    `| Delay | ${hours(policy.delay)}, then ${hours(policy.executionWindow)} to execute, then ${hours(policy.rollbackWindow)} to roll back |`,
    `| Rollback | ${change.irreversible ? "**declared irreversible**" : `${String(change.rollback.length)} pre-approved calls`} |`,
    "",
    "## Calls",
    "",
    ...describe(content.calls, content.standing),
    "## Rollback",
    "",
    ...describe(content.rollback, []),
    "## Artifacts",
    "",
    ...Object.entries(change.artifacts).map(([name, digest]) => `- ${name}: \`${digest}\``),
    "",
    "## Pinned code",
    "",
    ...change.pins.map(({ account, codehash, implementation }) =>
      /^0x0+$/.test(implementation)
        ? `- \`${account}\` code \`${codehash}\``
        : `- \`${account}\` code \`${codehash}\`, implementation \`${implementation}\``,
    ),
    "",
    "## Simulation",
    "",
    ...renderSimulation(content.simulation),
    "",
  ].join("\n");
}

function describe(calls: readonly DescribedCall[], standing: readonly CallStanding[]): string[] {
  if (calls.length === 0) return ["None.", ""];
  return calls.flatMap((call, index) => {
    const place = standing[index];
    const role = place === undefined ? "" : ` — belongs to ${place.role}${place.core ? ", core contract" : ""}`;
    return [
      `${String(index + 1)}. \`${call.text}\`${role}`,
      `   - target \`${call.target}\`, data \`${call.data}\``,
      "",
    ];
  });
}

function renderSimulation(simulation: Simulation): string[] {
  const { outcome, error, differences, rollback, limits, blockNumber, client } = simulation;
  const lines = [
    `At block ${String(blockNumber)} of ${client}: **${outcome}**${error === null ? "" : ` with \`${error}\``}.`,
    "",
  ];
  if (differences !== null) {
    lines.push("| account | slot | before | after |", "|---|---|---|---|");
    for (const { name, slot, meaning, before, after, volatile } of differences) {
      const value = volatile ? "(depends on the block)" : `\`${short(after)}\``;
      lines.push(`| ${name} | ${meaning ?? `\`${short(slot)}\``} | \`${short(before)}\` | ${value} |`);
    }
    lines.push("");
  }
  for (const { call, outcome: result, error: reason } of rollback) {
    lines.push(`Rollback call ${String(call + 1)}: ${result}${reason === null ? "" : ` with \`${reason}\``}.`);
  }
  return [...lines, ...limits.map((limit) => `Not shown: ${limit}`)];
}

function hours(seconds: number): string {
  return seconds % 86_400 === 0 && seconds > 0 ? `${String(seconds / 86_400)} d` : `${String(seconds / 3600)} h`;
}

function short(value: string): string {
  return value.length > 66 ? `${value.slice(0, 34)}… (${String(value.length / 2 - 1)} bytes)` : value;
}
