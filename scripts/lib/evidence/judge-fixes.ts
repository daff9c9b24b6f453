import { changeClasses, type ChangeFile } from "#lib/evidence/change-history";
import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Fail } from "#lib/evidence/council-act";
import { textArgument } from "#lib/evidence/describe-event";
import { giversOf } from "#lib/evidence/judge-changes";
import type { History, Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";

const EMERGENCY_FIX = changeClasses.indexOf("EmergencyFix");

/** That an EmergencyFix touches what is on fire and nothing else, and that two councils wanted it. */
export function judgeFix(step: Extract<Step, { kind: "event" }>, history: History, ledger: ClaimLedger): void {
  const { line, described, log } = step;
  const { contract, sequence } = line;
  if (described === null) return;
  const noted = contract === "EmergencyController" && described.name === "EmergencyFixNoted";
  const changed = contract === "ChangeManager" && ["ChangeProposed", "ChangeExecuted"].includes(described.name);
  if (!noted && !changed) return;
  const id = textArgument(described, noted ? "changeId" : "id");
  const change = history.changes.of(id);
  if (!noted && change?.changeClass !== EMERGENCY_FIX) return;
  const place = { contract, sequence };
  const fail: Fail = (reason) => {
    throw new ClaimError(`${described.name} ${id}: ${reason}`, place);
  };
  ledger.attempt("fix", () => {
    if (change === undefined) return fail("no such change was proposed");
    if (noted) requireRun(change, textArgument(described, "incidentId"), log, fail);
    else requireOnFire(change, log, history, fail);
    if (described.name === "ChangeExecuted") requireTwoCouncils(change, history, fail);
    ledger.prove("fix", `${described.name} ${id}`, place);
  });
}

/** What the EmergencyController notes as a fix of an incident did run for it. */
function requireRun(change: ChangeFile, incidentId: string, log: ProvenLog, fail: Fail): void {
  if (change.changeClass !== EMERGENCY_FIX) fail(`is of class ${changeClasses[change.changeClass] ?? "unknown"}`);
  if (change.incident !== incidentId) fail(`names the incident ${change.incident}, not ${incidentId}`);
  if (change.executed?.executedAt !== log.timestamp) fail("was not executed with it");
}

function requireOnFire(change: ChangeFile, log: ProvenLog, { incidents }: History, fail: Fail): void {
  const incident = incidents.find(change.incident);
  if (incident?.openedBlock === undefined || incident.openedBlock === null) {
    return fail(`the incident ${change.incident} was not opened`);
  }
  if (incident.openedBlock >= log.blockNumber)
    fail(`its incident was opened in block ${incident.openedBlock}, no earlier`);
  if (!["SEV1", "SEV2"].includes(incident.severity)) fail(`its incident is ${incident.severity}`);
  if (!["Open", "Acknowledged", "Mitigated"].includes(incident.status)) fail(`its incident is ${incident.status}`);
  for (const { target } of change.calls) {
    const systemId = incidents.systemOf(target) ?? fail(`${target} belongs to no system`);
    if (!incidents.isRestricted(systemId, log.timestamp)) fail(`the system ${systemId} of ${target} is not restricted`);
    if (!incidents.holds(incident.incidentId, systemId, log.timestamp)) {
      fail(`the system ${systemId} of ${target} is restricted for another incident`);
    }
  }
}

function requireTwoCouncils(change: ChangeFile, history: History, fail: Fail): void {
  const givers = change.queued === null ? [] : giversOf(change, change.queued.policyVersion, history, fail);
  const [first, second] = givers;
  if (first === undefined || second === undefined || first.safe === second.safe) return fail("one council approved it");
  if ((first.entities & second.entities) !== 0n) fail("an entity signed both approvals");
}

/** Every fix that ran owes a review: the EmergencyController must have noted it. */
export function concludeFixes({ changes, incidents }: History, ledger: ClaimLedger): void {
  for (const { id, changeClass, executed, incident } of changes.all()) {
    if (changeClass !== EMERGENCY_FIX || executed === null) continue;
    const noted = incidents.find(incident)?.fixes.some(({ changeId }) => changeId === id) === true;
    if (!noted) ledger.fail("fix", `${id} ran for ${incident} and owes a review that is not recorded`);
  }
}
