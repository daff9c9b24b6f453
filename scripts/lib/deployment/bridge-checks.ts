import type { Governance } from "#lib/deployment/governance-schema";

import { PARAMETER_BOUNDS, parameterSubject } from "#lib/bridge/parameters";
import { bridgeLimits } from "#lib/deployment/bridge-limits";
import { REHEARSAL_TOKEN } from "#lib/deployment/bridge-schema";

/** Chains that nobody keeps anything of value on. */
const DEVELOPMENT_CHAINS = [1337, 31337];

/** What the bridge needs, by role: operators of two entities must agree, monitoring must look. */
const NEEDED_ENTITIES = { BRIDGE_OPERATOR: 2, MONITOR: 1 } as const;

interface Problem {
  readonly code:
    | "input/bridge-rail"
    | "input/bridge-token"
    | "input/bridge-limit"
    | "input/bridge-operators"
    | "input/duplicate-counterparty";
  readonly message: string;
}

/** What is wrong with the bridge of a country's file. */
export function bridgeProblems({ bridge, chainId, emergency, operators }: Governance): Problem[] {
  const problems: Problem[] = [];
  const system = emergency.systems.find(({ name }) => name === bridge.rail);
  if (system?.kind !== "rail" || !system.contracts.includes("BridgeGateway")) {
    problems.push({
      code: "input/bridge-rail",
      message: `No system of kind "rail" is called "${bridge.rail}" and has the contract BridgeGateway.`,
    });
  }
  if (bridge.token === REHEARSAL_TOKEN && !DEVELOPMENT_CHAINS.includes(chainId)) {
    problems.push({
      code: "input/bridge-token",
      message: `Anybody mints the token "${REHEARSAL_TOKEN}": chain ${chainId} is none of development.`,
    });
  }
  const accounts = bridge.counterparties.map(({ account }) => account);
  for (const account of new Set(accounts.filter((value, index) => accounts.indexOf(value) !== index))) {
    problems.push({
      code: "input/duplicate-counterparty",
      message: `${account} is listed twice among the counterparties.`,
    });
  }
  for (const { parameter, counterparty, value } of bridgeLimits(bridge)) {
    const { floor, ceiling } = PARAMETER_BOUNDS[parameter];
    if (value >= floor && value <= ceiling) continue;
    problems.push({
      code: "input/bridge-limit",
      message: `${parameterSubject(parameter, counterparty)} is ${value}, outside ${floor} to ${ceiling}.`,
    });
  }
  for (const [role, needed] of Object.entries(NEEDED_ENTITIES)) {
    const entities = new Set(
      operators.filter(({ roles }) => (roles as readonly string[]).includes(role)).map(({ entity }) => entity),
    );
    if (entities.size >= needed) continue;
    problems.push({
      code: "input/bridge-operators",
      message: `${role} is held by ${entities.size} entities; the bridge needs ${needed}.`,
    });
  }
  return problems;
}
