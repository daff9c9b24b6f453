import type { ParamType, Result, TransactionDescription } from "ethers";

import type { DescribedEvent } from "#lib/evidence/describe-event";

/**
 * Whether a call says what an event says: whatever both name is the same. Members of structs count as arguments.
 *
 * @param renamed What the event calls an argument of the call that has another name there; null for what it does not say.
 */
export function fitting(
  event: DescribedEvent,
  renamed: Readonly<Record<string, string | null>> = {},
): (call: Pick<TransactionDescription, "fragment" | "args">) => boolean {
  return ({ fragment, args }) =>
    leaves(fragment.inputs, args).every(({ name, value }) => {
      const said = event.args[renamed[name] ?? (name in renamed ? "" : name)];
      return (typeof said !== "string" && typeof said !== "boolean") || String(said) === value;
    });
}

interface Leaf {
  readonly name: string;
  readonly value: string;
}

/** Arrays are left out, as is text that is no UTF-8. */
function leaves(inputs: readonly ParamType[], values: Result): Leaf[] {
  return inputs.flatMap((input, index) => {
    if (input.isArray()) return [];
    const value = read(values, index);
    if (input.isTuple()) return leaves(input.components, value as Result);
    const plain = typeof value === "string" || typeof value === "bigint" || typeof value === "boolean";
    return plain ? [{ name: input.name, value: String(value) }] : [];
  });
}

/** The library throws when text is read that is no UTF-8. */
function read(values: Result, index: number): unknown {
  try {
    return values[index] as unknown;
  } catch {
    return undefined;
  }
}
