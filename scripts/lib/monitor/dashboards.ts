import { CLOCK, lines, numbers, type Dashboard } from "#lib/monitor/dashboard";
import { bridge, endpoints, nodes } from "#lib/monitor/dashboards-rails";
import { distribution, issuance, verification } from "#lib/monitor/dashboards-registers";

const overview: Dashboard = {
  uid: "sign-overview",
  title: "Overview",
  panels: [
    numbers("Since the last whole look", "s", [
      "time() - sign_exporter_last_success_timestamp_seconds",
      "{{instance}}",
    ]),
    numbers("Blocks not counted", "short", ["sign_exporter_lag_blocks", "{{instance}}"]),
    numbers(
      "Nodes up",
      "short",
      ["sum by (rail) (sign_node_up)", "{{rail}}"],
      ["count by (rail) (sign_node_up)", "{{rail}}: all"],
    ),
    numbers("Open incidents", "short", [
      'sum by (severity) (sign_incidents{status=~"Open|Acknowledged|Mitigated"})',
      "{{severity}}",
    ]),
    lines("Service levels: time left", "s", [
      `sign_incident_clock_due_timestamp_seconds - ${CLOCK}`,
      "{{incident}} {{severity}}: {{clock}}",
    ]),
    numbers("Modes of systems", "short", ["sign_system_mode == 1", "{{system}}: {{mode}}"]),
    lines("Until a restriction ends", "s", [`sign_system_mode_until_timestamp_seconds - ${CLOCK}`, "{{system}}"]),
    lines("Emergency Council's budget", "s", ["sign_system_budget_left_seconds", "{{system}}"]),
    numbers("Reviews owed", "short", ["sign_review_debts", "{{state}}"]),
    lines("Until a review is owed", "s", [`sign_review_due_timestamp_seconds - ${CLOCK}`, "{{incident}}"]),
    numbers("Changes that wait", "short", [
      "sum by (class, status) (sign_changes_waiting) > 0",
      "{{class}} {{status}}",
    ]),
    lines("Age of changes that wait", "s", [
      "sign_chain_clock_timestamp_seconds - on (instance, job) group_right () sign_change_proposed_timestamp_seconds",
      "{{class}} {{status}} {{change}}",
    ]),
    numbers("Keys", "short", ["sum by (category, status) (sign_keys) > 0", "{{category}} {{status}}"]),
    lines("Until keys are due", "s", [`sign_key_due_timestamp_seconds - ${CLOCK}`, "{{category}} {{key}}"]),
    numbers("Seats beyond the quorum", "short", [
      'sum by (council) (sign_council_seats{constituency!="UNSEATED"}) - on (council) max by (council) (sign_council_quorum)',
      "{{council}}",
    ]),
    numbers("Seats by constituency", "short", ["sign_council_seats", "{{council}} {{constituency}}"]),
    lines("Events an hour, by contract", "short", [
      "sum by (contract) (increase(sign_evidence_events_total[1h]))",
      "{{contract}}",
    ]),
    numbers("Sequence of each evidence chain", "short", ["sign_evidence_chain_sequence", "{{contract}}"]),
    numbers("Head of each evidence chain, first 48 bits", "short", ["sign_evidence_chain_head", "{{contract}}"]),
  ],
};

/** One of each family that the source text asks for, and one over all. */
export const dashboards: readonly Dashboard[] = [
  overview,
  issuance,
  verification,
  distribution,
  bridge,
  endpoints,
  nodes,
];
