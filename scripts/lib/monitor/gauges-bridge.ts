import { formatUnits } from "ethers";

import type { GaugeDefinition, Sample } from "#lib/monitor/gauge";
import { ofState } from "#lib/monitor/gauges-governance";
import type { BridgeState } from "#lib/monitor/read-bridge";

/** Books, limits and health of the bridge, in whole tokens. */
export const bridgeGauges: readonly GaugeDefinition[] = [
  ofState(
    "sign_bridge_conservation_holds",
    "1 while no more is issued on the private rail than left the public one.",
    [],
    ({ bridge }) => [[[], bridge.conservationHolds ? 1 : 0]],
  ),
  ofState("sign_bridge_position_tokens", "Books of the public rail.", ["book"], ({ bridge }) =>
    Object.entries(bridge.position).map(([book, amount]): Sample => [[book], inTokens(amount, bridge)]),
  ),
  ofState("sign_bridge_reserve_tokens", "Books of the private rail, as monitoring saw them.", ["book"], ({ bridge }) =>
    bridge.reserve === null
      ? []
      : [
          [["issued"], inTokens(bridge.reserve.issued, bridge)],
          [["redeemed"], inTokens(bridge.reserve.redeemed, bridge)],
        ],
  ),
  ofState(
    "sign_bridge_reserve_observed_timestamp_seconds",
    "When monitoring saw the private rail's books; absent before.",
    [],
    ({ bridge: { reserve } }) => (reserve === null ? [] : [[[], reserve.observedAt]]),
  ),
  ofState(
    "sign_bridge_reserve_max_age_seconds",
    "Age from which the books of the private rail release nothing.",
    [],
    ({ bridge }) => [[[], bridge.reserveMaxAge]],
  ),
  ofState(
    "sign_bridge_recent_failure_ratio",
    "Failures of today and yesterday (UTC) over the conversions of these days, as the gateway counts.",
    [],
    ({ bridge }) => [[[], bridge.recentFailures.ratio]],
  ),
  ofState(
    "sign_bridge_failure_maximum_ratio",
    "The recent failure ratio above which no limit is loosened.",
    [],
    ({ bridge }) => [[[], bridge.recentFailures.maximum]],
  ),
  ofState(
    "sign_bridge_limit_capacity_tokens",
    "What may be converted in the window of a limit.",
    ["direction", "counterparty"],
    ({ bridge }) => limits(bridge, ({ capacity }) => capacity),
  ),
  ofState(
    "sign_bridge_limit_available_tokens",
    "What a limit lets through now.",
    ["direction", "counterparty"],
    ({ bridge }) => limits(bridge, ({ available }) => available),
  ),
];

/** An amount as a number. Beyond 15 digits it is rounded: the exact one is on the chain. */
export function inTokens(amount: bigint, { token }: Pick<BridgeState, "token">): number {
  return Number(formatUnits(amount, token.decimals));
}

function limits(bridge: BridgeState, value: (limit: BridgeState["limits"][number]) => bigint): Sample[] {
  return bridge.limits.map((limit) => [[limit.direction, limit.counterparty ?? "all"], inTokens(value(limit), bridge)]);
}
