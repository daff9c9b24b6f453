import { textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import type { KeyLine } from "#lib/evidence/key-format";
import { deedOf, type RegisterRecord } from "#lib/evidence/register-record";
import { custodies } from "#lib/keys/key";
import { keyCategories } from "#lib/keys/key-id";

/** Keys from their registration to their end, folded from proven events only. */
export class KeyHistory {
  readonly #lines = new Map<string, KeyLine>();

  /** In the order in which they were registered. */
  all(): KeyLine[] {
    return [...this.#lines.values()];
  }

  apply(record: RegisterRecord): void {
    const { contract, event } = record;
    if (contract !== "KeyRegistry") return;
    if (event.name === "KeyRegistered") {
      this.#register(record);
      return;
    }
    const line = this.#lines.get(textArgument(event, "keyId"));
    if (line === undefined) return;
    switch (event.name) {
      case "KeyRotated": {
        const successor = textArgument(event, "successor");
        line.status = "Rotated";
        line.successor = successor;
        const next = this.#lines.get(successor);
        if (next !== undefined) next.predecessor = line.keyId;
        step(line, record, "rotated", "evidenceDigest");
        return;
      }
      case "KeyRetired":
        line.status = "Retired";
        step(line, record, "retired", "reasonDigest");
        return;
      case "KeyCompromised":
        line.status = "Compromised";
        step(line, record, "compromised", "evidenceDigest");
        return;
      case "KeyRecoveryDrilled":
        step(line, record, "drilled", "evidenceDigest");
        return;
      default:
    }
  }

  #register(record: RegisterRecord): void {
    const { event } = record;
    const line: KeyLine = {
      keyId: textArgument(event, "keyId"),
      // The contract's enumeration begins with none.
      category: named(keyCategories, numberArgument(event, "category") - 1),
      holder: textArgument(event, "holder"),
      entity: numberArgument(event, "entity"),
      custody: named(custodies, numberArgument(event, "custody")),
      custodyDigest: textArgument(event, "custodyDigest"),
      rotationPeriod: numberArgument(event, "rotationPeriod"),
      dueAt: numberArgument(event, "dueAt"),
      status: "Current",
      successor: null,
      predecessor: null,
      steps: [],
    };
    this.#lines.set(line.keyId, line);
    step(line, record, "registered", null);
  }
}

function step(
  line: KeyLine,
  record: RegisterRecord,
  name: KeyLine["steps"][number]["step"],
  digestName: string | null,
): void {
  const digest = digestName === null ? null : textArgument(record.event, digestName);
  line.steps.push({ step: name, digest, ...deedOf(record) });
}
