import { parseUnits } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

/**
 * An amount in the smallest unit from a decimal number of whole units.
 *
 * @param decimals Decimals of the unit, for example 18 for ether.
 * @throws SuiteError `input/amount`, also when the number has more decimals than the unit.
 */
export function parseAmount(value: string, decimals: number, name = "amount"): bigint {
  if (/^\d{1,60}(\.\d{1,60})?$/.test(value)) {
    try {
      return parseUnits(value, decimals);
    } catch {
      // Falls through: the number has more decimals than the unit.
    }
  }
  throw new SuiteError({
    code: "input/amount",
    message: `"${value}" is not an amount with at most ${String(decimals)} decimals (${name}).`,
    hint: "Use digits and at most one decimal point, for example 12.5.",
    details: { name, value, decimals },
  });
}
