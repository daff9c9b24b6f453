import { suiteContracts } from "#lib/abi/suite-interface";
import type { GaugeDefinition } from "#lib/monitor/gauge";
import { clockOf } from "#lib/monitor/watch";

/** Hexadecimal digits of a head that a floating-point number holds exactly. */
const HEAD_DIGITS = 12;

/** How far the exporter is, and where the evidence chains stand. */
export const exporterGauges: readonly GaugeDefinition[] = [
  {
    name: "sign_chain_clock_timestamp_seconds",
    help: "The clock that deadlines go by: time of the chain's last block, or this machine's if it is later.",
    labels: [],
    samples: (watch, now) => [[[], clockOf(watch, now)]],
  },
  {
    name: "sign_exporter_block_number",
    help: "Last block that is counted and whose evidence heads were compared with the contracts.",
    labels: [],
    samples: ({ published }) => (published === null ? [] : [[[], published.tip.number]]),
  },
  {
    name: "sign_exporter_head_block_number",
    help: "Last block of the node that events come from.",
    labels: [],
    samples: ({ follow: { head } }) => (head === null ? [] : [[[], head.number]]),
  },
  {
    name: "sign_exporter_lag_blocks",
    help: "Blocks that are confirmed and not counted.",
    labels: [],
    samples: ({ published, follow: { head }, config }) =>
      published === null || head === null
        ? []
        : [[[], Math.max(0, head.number - config.confirmations - published.tip.number)]],
  },
  {
    name: "sign_exporter_last_success_timestamp_seconds",
    help: "When events and state were last read without a failure.",
    labels: [],
    samples: ({ follow: { lastSuccess } }) => (lastSuccess === null ? [] : [[[], lastSuccess]]),
  },
  {
    name: "sign_exporter_failing",
    help: "1 while no node serves the events whole.",
    labels: [],
    samples: ({ follow: { failing } }) => [[[], failing === null ? 0 : 1]],
  },
  {
    name: "sign_exporter_source_info",
    help: "The node that events come from.",
    labels: ["node"],
    samples: ({ follow: { source } }) => (source === null ? [] : [[[source], 1]]),
  },
  {
    name: "sign_evidence_chain_sequence",
    help: "Events of a contract since its deployment: the length of its evidence chain.",
    labels: ["contract"],
    samples: ({ published }) =>
      published === null ? [] : suiteContracts.map((name) => [[name], published.tip.heads[name].sequence]),
  },
  {
    name: "sign_evidence_chain_head",
    help: "First 48 bits of a contract's evidence head, as a number: equal on every exporter at one block.",
    labels: ["contract"],
    samples: ({ published }) =>
      published === null
        ? []
        : suiteContracts.map((name) => [
            [name],
            Number.parseInt(published.tip.heads[name].head.slice(2, 2 + HEAD_DIGITS), 16),
          ]),
  },
];
