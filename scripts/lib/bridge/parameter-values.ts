import type { Direction } from "#lib/bridge/gateway-words";
import { BRIDGE_PARAMETERS, type BridgeParameter } from "#lib/bridge/parameters";
import { showAmount, type Token } from "#lib/bridge/token";
import { SuiteError } from "#lib/errors/suite-error";
import { parseAmount } from "#lib/input/parse-amount";
import { parseChoice } from "#lib/input/parse-choice";
import { parseDuration } from "#lib/input/parse-duration";
import { showDuration } from "#lib/input/show-duration";

/** How a value came about, in the order of the contract's enum. */
export const parameterActs = ["Established", "Tightened", "Loosened", "ReturnedToBaseline", "Retracted"] as const;

export type ParameterAct = (typeof parameterActs)[number];

/** Capacity and window of a flow, by its direction. */
export const flowParameters = {
  Out: { capacity: "OutCapacity", window: "OutWindow" },
  In: { capacity: "InCapacity", window: "InWindow" },
} as const satisfies Record<Direction, Record<string, BridgeParameter>>;

const units: Readonly<Record<BridgeParameter, "amount" | "seconds" | "basisPoints">> = {
  OutCapacity: "amount",
  InCapacity: "amount",
  OutWindow: "seconds",
  InWindow: "seconds",
  ConversionMaximum: "amount",
  ReserveMaxAge: "seconds",
  FailureMaximum: "basisPoints",
};

/** @throws SuiteError `input/parameter`. */
export function parseParameter(value: string): BridgeParameter {
  return parseChoice(value, BRIDGE_PARAMETERS, "parameter");
}

/** What a parameter's value may look like, before a node is asked for the token's decimals. */
export function requireValueForm(parameter: BridgeParameter, value: string): void {
  parseValue(parameter, value, { decimals: 60 });
}

/**
 * A value in the contract's unit: an amount of whole tokens such as `1500.00`, a duration such as `24h`, a share such as
 * `4.5%`. Zero has no unit.
 *
 * @throws SuiteError `input/amount`, `input/duration`, `input/share`.
 */
export function parseValue(parameter: BridgeParameter, value: string, { decimals }: Pick<Token, "decimals">): bigint {
  if (units[parameter] === "amount") return parseAmount(value, decimals, "--value");
  if (/^0+[hdms%]?$/.test(value)) return 0n;
  if (units[parameter] === "seconds") return BigInt(parseDuration(value, "--value"));
  if (/^\d{1,3}(\.\d{1,2})?%$/.test(value)) return parseAmount(value.slice(0, -1), 2, "--value");
  throw new SuiteError({
    code: "input/share",
    message: `"${value}" is not a share with at most two decimals (--value).`,
    hint: "Write it with its sign, for example 4.5%.",
    details: { parameter, value },
  });
}

/** A value for people. */
export function showValue(parameter: BridgeParameter, value: bigint, token: Token): string {
  switch (units[parameter]) {
    case "amount":
      return showAmount(value, token);
    case "seconds":
      return exactDuration(Number(value));
    case "basisPoints":
      return `${(Number(value) / 100).toFixed(2)}%`;
  }
}

/** To the second: a limit that was rounded would be refused. */
function exactDuration(seconds: number): string {
  const text = showDuration(seconds);
  const isExact = seconds === 0 || parseDuration(text) === seconds;
  return isExact ? text : `${text} (${String(seconds)}s)`;
}
