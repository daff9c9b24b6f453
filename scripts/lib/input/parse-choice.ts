import { SuiteError } from "#lib/errors/suite-error";

/**
 * One of a closed list of words; upper and lower case count as the same.
 *
 * @throws SuiteError `input/<name>`.
 */
export function parseChoice<const Choice extends string>(
  value: string,
  choices: readonly Choice[],
  name: string,
): Choice {
  const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw new SuiteError({
    code: `input/${name.replaceAll(" ", "-")}`,
    message: `"${value}" is not a ${name}.`,
    hint: `Use one of ${choices.join(", ")}.`,
    details: { name, value, choices },
  });
}
