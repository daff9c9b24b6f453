import { Contract, formatUnits, isError, type Provider } from "ethers";

import { gatewayAt } from "#lib/bridge/read-gateway";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** The token of the public rail, as it describes itself. */
export interface Token {
  readonly address: string;
  readonly symbol: string;
  readonly decimals: number;
}

const METADATA = ["function symbol() view returns (string)", "function decimals() view returns (uint8)"];

/** @throws SuiteError `chain/token` when the token does not say what its amounts mean. */
export async function readToken(provider: Provider, record: ContractsRecord): Promise<Token> {
  const address = String(await gatewayAt(provider, record)("token"));
  const token = new Contract(address, METADATA, provider);
  try {
    const [symbol, decimals] = await Promise.all([
      token.getFunction("symbol").staticCall() as Promise<string>,
      token.getFunction("decimals").staticCall() as Promise<bigint>,
    ]);
    return { address, symbol: plainText(symbol), decimals: Number(decimals) };
  } catch (cause) {
    if (!isError(cause, "CALL_EXCEPTION") && !isError(cause, "BAD_DATA")) throw cause;
    throw new SuiteError({
      code: "chain/token",
      message: `The token ${address} does not tell its symbol and decimals.`,
      hint: "Ask another node. Without them no amount can be read rightly.",
      details: { address },
      cause,
    });
  }
}

/** An amount in whole tokens with its symbol, thousands apart: `1,250.00 RDN`. */
export function showAmount(amount: bigint, { symbol, decimals }: Token): string {
  const [whole = "0", fraction = ""] = formatUnits(amount, decimals).split(".");
  const digits = fraction.padEnd(Math.min(decimals, 2), "0");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}${decimals === 0 ? "" : `.${digits}`} ${symbol}`;
}

/** What a foreign contract calls itself reaches no terminal as anything but letters. */
function plainText(symbol: string): string {
  return symbol.replaceAll(/[^\p{L}\p{N}.$€£¥_-]/gu, "?").slice(0, 20);
}
