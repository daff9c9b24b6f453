import type { Complaint, Subject } from "#lib/deployment/doctor";

import { bridgeRows } from "#lib/deployment/plan-bridge";

/** The two contracts of the bridge must know each other, and its limits be those that the country's file promises. */
export function bridgeFindings({ governance, record, state }: Subject): Complaint[] {
  const complaints: Complaint[] = [];
  const { gateway, limits } = state.bridge;
  const expected = record.contracts.BridgeGateway.address;
  if (gateway !== expected) {
    complaints.push({ message: `The BridgeParameters rule ${gateway ?? "no gateway"}, not ${expected}.` });
  }
  const [wanted, found] = bridgeRows(governance, state);
  for (const subject of new Set([...wanted.keys(), ...found.keys()])) {
    if (found.get(subject) === wanted.get(subject)) continue;
    complaints.push({
      message:
        `${subject} should be ${wanted.get(subject) ?? "unset"} and is approved as ${found.get(subject) ?? "unset"}: ` +
        "see npx hardhat gov plan.",
      severity: "warning",
    });
  }
  for (const [subject, { value, baseline }] of limits) {
    if (value === baseline) continue;
    complaints.push({
      message: `${subject} is tightened to ${value}; ${baseline} is approved.`,
      severity: "warning",
    });
  }
  return complaints;
}
