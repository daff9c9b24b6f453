import { MODES } from "#lib/emergency/system-modes";
import { overdueOf } from "#lib/emergency/read-debts";
import { severities } from "#lib/incident/incident";
import type { GaugeDefinition, Sample } from "#lib/monitor/gauge";
import { ofState, pairs } from "#lib/monitor/gauges-governance";
import { clockOf, type Watch } from "#lib/monitor/watch";

const LIVE = ["Open", "Acknowledged", "Mitigated", "Resolved"] as const;

/** Incidents with their clocks, systems with their modes, reviews that are owed. */
export const emergencyGauges: readonly GaugeDefinition[] = [
  ofState(
    "sign_incidents",
    "Incidents whose review is not accepted, by severity and status.",
    ["severity", "status"],
    ({ incidents }) =>
      pairs(severities.slice(1), LIVE).map(([severity, status]) => [
        [severity, status],
        incidents.filter((incident) => incident.severity === severity && incident.status === status).length,
      ]),
  ),
  ofState(
    "sign_incident_clock_due_timestamp_seconds",
    "By when an incident's service level asks for something that is not done.",
    ["incident", "severity", "clock"],
    ({ incidents }) =>
      incidents.flatMap(({ name, severity, clocks }) =>
        clocks.map(({ name: clock, due }): Sample => [[name, severity, clock], due]),
      ),
  ),
  {
    name: "sign_system_mode",
    help: "1 for the mode that a system is in, 0 for the others.",
    labels: ["system", "kind", "mode"],
    samples: (watch, now) =>
      (watch.state?.emergency.systems ?? []).flatMap(({ name, kind, schedule }) => {
        const clock = clockOf(watch, now);
        const current = schedule.find(({ until }) => until === null || until > clock)?.mode ?? "NORMAL";
        return MODES.map((mode): Sample => [[name, kind, mode], mode === current ? 1 : 0]);
      }),
  },
  ofState(
    "sign_system_mode_until_timestamp_seconds",
    "When the mode of a restricted system ends.",
    ["system", "kind"],
    ({ emergency }) =>
      emergency.systems.flatMap(({ name, kind, until }): Sample[] => (until === null ? [] : [[[name, kind], until]])),
  ),
  ofState(
    "sign_system_budget_left_seconds",
    "For how long the Emergency Council could hold a system now.",
    ["system", "kind"],
    ({ emergency }) => emergency.systems.map(({ name, kind, budgetLeft }) => [[name, kind], budgetLeft]),
  ),
  ofState(
    "sign_override_until_timestamp_seconds",
    "Until when an operation is allowed in any mode.",
    ["system", "operation"],
    ({ emergency }) =>
      emergency.systems.flatMap(({ name, overrides }) =>
        overrides.map(({ operation, until }): Sample => [[name, operation], until]),
      ),
  ),
  {
    name: "sign_review_debts",
    help: "Reviews that are owed, and what of them is overdue.",
    labels: ["state"],
    samples: (watch: Watch, now: number): readonly Sample[] => {
      if (watch.state === null) return [];
      const { debts } = watch.state.emergency;
      const late = debts.map((debt) => overdueOf(debt, clockOf(watch, now)));
      return [
        [["open"], debts.length],
        [["review_overdue"], late.filter((what) => what.includes("review")).length],
        [["narrative_overdue"], late.filter((what) => what.includes("narrative")).length],
      ];
    },
  },
  ofState("sign_review_due_timestamp_seconds", "By when an incident's review is owed.", ["incident"], ({ emergency }) =>
    emergency.debts.map(({ name, dueAt }) => [[name], dueAt]),
  ),
];
