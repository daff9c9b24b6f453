import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import type { Recorded } from "#lib/evidence/incident-history";

/** An argument that is a small number. */
export function numberArgument(event: Pick<DescribedEvent, "args">, name: string): number {
  const value = Number(textArgument(event, name));
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is no number that this verifier reads`);
  return value;
}

/** A member of an enumeration by its number. */
export function named<const Name extends string>(names: readonly Name[], index: number): Name {
  const name = names[index];
  if (name === undefined) throw new Error(`${index} is none of ${names.join(", ")}`);
  return name;
}

/** When and where an event was recorded, as views say it. */
export function actOf({ contract, sequence, log }: Pick<Recorded, "contract" | "sequence" | "log">): {
  time: number;
  contract: string;
  sequence: number;
  transactionHash: string;
} {
  return { time: log.timestamp, contract, sequence, transactionHash: log.transactionHash };
}
