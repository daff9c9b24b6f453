import type { Complaint, Subject } from "#lib/deployment/doctor";

import { CHANGE_CLASSES } from "#lib/deployment/approval-policies";
import { councils, type CouncilKey } from "#lib/deployment/governance-checks";
import { constituenciesInSet, CONSTITUENCY_IDS, COUNCIL_ROLES, ROLE_IDS } from "#lib/permissions/roles";
import { safeProxyCodehash } from "#lib/safe/safe-contracts";

/** The guard counts from here when it registers a council. */
const FIRST_EPOCH = 1;

/** What the guard relies on: the pins are immutable, the code behind them must be too. */
export function guardPinFindings({ record, state }: Subject): Complaint[] {
  const complaints: Complaint[] = [];
  const { guardedSetup, multiSendCallOnly } = state.guardPins;
  for (const [name, { address }] of Object.entries({ guardedSetup, multiSendCallOnly })) {
    const known = record.safeContracts[name as "guardedSetup"];
    if (address !== known)
      complaints.push({ message: `The guard pins ${address} as ${name}, the record says ${known}.` });
  }
  if (multiSendCallOnly.official !== true) {
    complaints.push({ message: `${multiSendCallOnly.address} is not Safe's official MultiSendCallOnly.` });
  }
  if (record.guardedSetupCodehash === undefined) {
    complaints.push({
      message: "contracts.json does not say which code guardedSetup had at the deployment.",
      severity: "warning",
    });
  } else if (guardedSetup.codehash !== record.guardedSetupCodehash) {
    complaints.push({ message: `The code of guardedSetup at ${guardedSetup.address} is not the recorded one.` });
  }
  return complaints;
}

/** Each council's Safe is as it was born, and sits as the guard and the registry know it. */
export function councilFindings({ governance, record, state }: Subject): Complaint[] {
  const guard = record.contracts.GovernanceGuard.address;
  return councils(governance).flatMap(([key]) => {
    const council = state.councils[key];
    const { owners, threshold, policy, address, epoch, modules } = council;
    const { birth, councilId } = record.safes[key];
    const seats = state.registry.seats.get(address) ?? new Map<string, never>();
    const complaints: Complaint[] = [];
    const complain = (message: string): void =>
      void complaints.push({ message: `Council "${key}" (${address}): ${message}` });
    if (council.codehash !== safeProxyCodehash()) complain("it is no genuine SafeProxy.");
    if (council.singleton !== birth.singleton) complain(`it runs the code of ${council.singleton}.`);
    if (council.guard !== guard) complain(`its guard is ${council.guard}.`);
    if (council.moduleGuard !== guard) complain(`its module guard is ${council.moduleGuard}.`);
    if (council.fallbackHandler !== birth.fallbackHandler) {
      complain(`its fallback handler is ${council.fallbackHandler}, not ${birth.fallbackHandler}.`);
    }
    for (const module of modules) complain(`the module ${module} is enabled.`);
    if (council.status !== "Registered") complain(`its status is ${council.status}.`);
    if (council.councilId !== councilId) complain(`its id is ${council.councilId}, the record says ${councilId}.`);
    if (threshold < policy.minThreshold) complain(`its threshold ${threshold} is under ${policy.minThreshold}.`);
    for (const owner of owners) if (!seats.has(owner)) complain(`its owner ${owner} has no seat.`);
    if (epoch > FIRST_EPOCH) {
      const times = epoch - FIRST_EPOCH;
      complaints.push({
        message: `Council "${key}": owners, threshold or policy changed ${times} time(s) since the deployment.`,
        severity: "warning",
      });
    }
    return complaints;
  });
}

/** A constituency that must sign and that one owner alone represents: one lost key would silence the council. */
export function constituencyFindings({ governance, state }: Subject): Complaint[] {
  return councils(governance).flatMap(([key]) => {
    const { address, owners } = state.councils[key];
    const seats = state.registry.seats.get(address);
    return requiredOf(key, state).flatMap((name) => {
      const sitting = owners.filter((owner) => seats?.get(owner)?.constituency === CONSTITUENCY_IDS[name]).length;
      if (sitting >= 2) return [];
      const message = `Council "${key}": ${sitting} owner(s) sit for ${name}, which must sign; one lost key would stop it.`;
      return [{ message, severity: "warning" as const }];
    });
  });
}

/** What the council's own policy names, and the policies of the classes that it approves. */
function requiredOf(
  key: CouncilKey,
  { councils: all, policies }: Subject["state"],
): ReturnType<typeof constituenciesInSet> {
  const approved = CHANGE_CLASSES.map((changeClass) => policies[changeClass]).filter(
    ({ approverRole }) => BigInt(approverRole) === ROLE_IDS[COUNCIL_ROLES[key]],
  );
  return constituenciesInSet(
    approved.reduce((set, { constituencies }) => set | constituencies, all[key].policy.constituencies),
  );
}
