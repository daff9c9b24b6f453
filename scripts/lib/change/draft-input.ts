import { z } from "zod";

import { suiteContracts, type SuiteContract } from "#lib/abi/suite-interface";
import type { CallArgument } from "#lib/calls/encode-call";
import { changeFileSchema } from "#lib/change/dossier";
import { SuiteError } from "#lib/errors/suite-error";
import { parseChoice } from "#lib/input/parse-choice";

/**
 * A contract of the suite by name.
 *
 * @throws SuiteError `input/contract`.
 */
export function parseContractName(value: string): SuiteContract {
  return parseChoice(value, suiteContracts, "contract");
}

/**
 * A JSON list of call arguments.
 *
 * @throws SuiteError `input/json-list`.
 */
export function parseJsonList(value: string, name: string): readonly CallArgument[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    parsed = undefined;
  }
  const list = z.array(changeFileSchema.shape.calls.element.shape.args.element).safeParse(parsed);
  if (list.success) return list.data;
  throw new SuiteError({
    code: "input/json-list",
    message: `${value} is no JSON list of arguments (${name}).`,
    hint: 'Write it as ["0x…", "7", true], integers as strings.',
    details: { name, value },
  });
}
