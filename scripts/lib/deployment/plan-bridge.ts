import type { ChainState } from "#lib/deployment/chain-state";
import type { Governance } from "#lib/deployment/governance-schema";

import { parameterSubject } from "#lib/bridge/parameters";
import { bridgeLimits } from "#lib/deployment/bridge-limits";

/**
 * What governance.json and the chain say of the bridge's limits, by subject. A country's file says what is approved, so
 * that it is held against the baselines: a tightening is no difference to it.
 */
export function bridgeRows(
  { bridge }: Governance,
  { bridge: { limits } }: Pick<ChainState, "bridge">,
): readonly [wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>] {
  return [
    new Map(
      bridgeLimits(bridge).map(({ parameter, counterparty, value }) => [
        parameterSubject(parameter, counterparty),
        String(value),
      ]),
    ),
    new Map([...limits].map(([subject, { baseline }]) => [subject, String(baseline)])),
  ];
}
