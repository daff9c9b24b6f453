import { ZeroHash } from "ethers";

import { textArgument } from "#lib/evidence/describe-event";
import { actOf, named, numberArgument } from "#lib/evidence/event-values";
import type { IncidentLine, OverrideLine, SystemAct } from "#lib/evidence/incident-format";
import type { IncidentHistory, Recorded } from "#lib/evidence/incident-history";
import { MODES, OPERATIONS } from "#lib/emergency/system-modes";
import { severities } from "#lib/incident/incident";

/** Takes note of an event of the EmergencyController. */
export function applyControllerEvent(history: IncidentHistory, recorded: Recorded): void {
  const { event, log } = recorded;
  const text = (name: string): string => textArgument(event, name);
  const number = (name: string): number => numberArgument(event, name);
  const [systemId, incidentId] = [text("systemId"), text("incidentId")];
  switch (event.name) {
    case "EmergencyDeclared":
      declare(history, recorded);
      return;
    case "SystemRestricted": {
      const [until, limitedUntil] = [number("strictUntil"), number("limitedUntil")];
      const own = 2 * until - log.timestamp;
      history.hold(incidentId, systemId, own, limitedUntil);
      endOverrides(history, recorded, systemId, null);
      addSystemAct(history.of(incidentId), systemId, {
        act: "restricted",
        mode: named(MODES, number("mode")),
        until,
        limitedUntil,
        charged: number("charged"),
        fromReserve: event.args["fromReserve"] === true,
        ...declaredAct(history, recorded),
      });
      return;
    }
    case "RestrictionSkipped":
      addSystemAct(history.of(incidentId), systemId, {
        act: "skipped",
        reason: text("reason"),
        ...declaredAct(history, recorded),
      });
      return;
    case "RestrictionExtended": {
      const [until, limitedUntil] = [number("until"), number("limitedUntil")];
      history.hold(incidentId, systemId, limitedUntil, limitedUntil);
      addSystemAct(history.of(incidentId), systemId, {
        act: "extended",
        mode: named(MODES, number("mode")),
        until,
        limitedUntil,
        digest: text("reasonDigest"),
        ...councilAct(recorded),
      });
      return;
    }
    case "SystemRestored": {
      const mode = named(MODES, number("mode"));
      for (const incident of history.holdersOf(systemId, log.timestamp)) {
        const digest = text("reasonDigest");
        addSystemAct(incident, systemId, { act: "restored", mode, digest, ...councilAct(recorded) });
      }
      if (mode === "NORMAL") history.release(systemId);
      return;
    }
    case "OverrideGranted":
      history.of(incidentId);
      history.overrides.push({
        systemId,
        operation: named(OPERATIONS, number("operation")),
        incidentId,
        evidenceDigest: text("evidenceDigest"),
        until: number("until"),
        ended: null,
        debt: "owed",
        ...councilAct(recorded),
      });
      return;
    case "OverrideEnded":
      endOverrides(history, recorded, systemId, named(OPERATIONS, number("operation")));
      return;
    case "EmergencyFixNoted":
      history.of(incidentId).fixes.push({ changeId: text("changeId"), ...actOf(recorded) });
      return;
    case "SystemAssigned":
      history.assign(text("target"), systemId);
      return;
    default:
      applyDebtEvent(history, recorded, incidentId);
  }
}

function declare(history: IncidentHistory, recorded: Recorded): void {
  const { event } = recorded;
  const incident = history.of(textArgument(event, "incidentId"));
  const severity = named(severities, numberArgument(event, "severity"));
  // The IncidentRegistry's word counts where it knows the incident.
  if (incident.status === "None") incident.severity = severity;
  const playbookId = textArgument(event, "playbookId");
  const act = councilAct(recorded);
  history.declaring = act;
  incident.declarations.push({
    severity,
    playbookId: playbookId === ZeroHash ? null : playbookId,
    digest: textArgument(event, "reasonDigest"),
    entities: textArgument(event, "entities"),
    ...act,
  });
}

function applyDebtEvent(history: IncidentHistory, recorded: Recorded, incidentId: string): void {
  const { event } = recorded;
  const act = actOf(recorded);
  switch (event.name) {
    case "ReviewOwed": {
      const incident = history.of(incidentId);
      const narrative = numberArgument(event, "narrativeDueAt");
      const dueAt = numberArgument(event, "dueAt");
      if (incident.debt !== "filed") incident.debt = "owed";
      incident.debts.push({ act: "owed", dueAt, narrativeDueAt: narrative === 0 ? null : narrative, ...act });
      return;
    }
    case "NarrativeFiled": {
      const digest = textArgument(event, "narrativeDigest");
      history.of(incidentId).debts.push({ act: "narrativeFiled", digest, ...councilAct(recorded) });
      return;
    }
    case "ReviewFiled":
      settle(history, incidentId, "filed", "filed", act);
      return;
    case "ReviewRejected":
      settle(history, incidentId, "rejected", "owed", act);
      return;
    case "ReviewAccepted":
      settle(history, incidentId, "accepted", "accepted", act);
      return;
    default:
  }
}

function settle(
  history: IncidentHistory,
  incidentId: string,
  act: "filed" | "rejected" | "accepted",
  debt: OverrideLine["debt"],
  where: ReturnType<typeof actOf>,
): void {
  const incident = history.of(incidentId);
  incident.debt = debt;
  incident.debts.push({ act, ...where });
  for (const override of history.overrides) {
    if (override.incidentId === incidentId && override.debt !== "accepted") override.debt = debt;
  }
}

/** Ends what is in force: one operation's override, or with a restriction every one of the system. */
function endOverrides(
  history: IncidentHistory,
  recorded: Recorded,
  systemId: string,
  operation: OverrideLine["operation"] | null,
): void {
  for (const override of history.overrides) {
    const meant = override.systemId === systemId && (operation === null || override.operation === operation);
    if (!meant || override.ended !== null || override.until <= recorded.log.timestamp) continue;
    override.ended = {
      cause: operation === null ? "restricted" : "ended",
      digest: operation === null ? null : textArgument(recorded.event, "reasonDigest"),
      ...(operation === null ? declaredAct(history, recorded) : councilAct(recorded)),
    };
  }
}

function addSystemAct(incident: IncidentLine, systemId: string, act: SystemAct): void {
  const known = incident.systems.find((system) => system.systemId === systemId);
  if (known === undefined) incident.systems.push({ systemId, acts: [act] });
  else known.acts.push(act);
}

/** An act of the Safe that the event names. */
function councilAct(recorded: Recorded) {
  const safe = textArgument(recorded.event, "safe");
  return { safe, safeTxHash: recorded.safeTxHashOf(safe), ...actOf(recorded) };
}

/** An act of the Safe that declared the emergency just before. */
function declaredAct(history: IncidentHistory, recorded: Recorded) {
  if (history.declaring === null) throw new Error(`${recorded.event.name} without a declaration before it`);
  const { safe, safeTxHash } = history.declaring;
  return { safe, safeTxHash, ...actOf(recorded) };
}
