import type { DescribedEvent } from "#lib/evidence/describe-event";
import { textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { GRACE } from "#lib/keys/key";
import { accountKeyId } from "#lib/keys/key-id";

interface OperatorKey {
  readonly holder: string;
  /** Unix time from which it is blocked, if nothing else blocks it before. */
  readonly overdueAt: number;
  blocked: boolean;
}

/** `KeyCategory.Operator` of the contract. */
const OPERATOR = 3;

/** Events that take a key away from its holder. */
const ENDS = ["KeyCompromised", "KeyRotated", "KeyRetired"];

/** The keys of operators, folded from proven events: whose account may speak on a bridge, as `KeyPolicy.sol` has it. */
export class KeyReplay {
  readonly #keys = new Map<string, OperatorKey>();

  /** Takes note of an event of the KeyRegistry. */
  apply(event: DescribedEvent): void {
    const id = textArgument(event, "keyId");
    if (event.name === "KeyRegistered" && numberArgument(event, "category") === OPERATOR) {
      const overdueAt = numberArgument(event, "dueAt") + GRACE;
      this.#keys.set(id, { holder: textArgument(event, "holder"), overdueAt, blocked: false });
    }
    const key = this.#keys.get(id);
    if (key !== undefined && ENDS.includes(event.name)) key.blocked = true;
  }

  /** Whether an account itself is a usable operator key at a time. */
  signsItself(account: string, timestamp: number): boolean {
    const key = this.#keys.get(accountKeyId("operator", account));
    return key?.holder === account && !key.blocked && timestamp < key.overdueAt;
  }
}
