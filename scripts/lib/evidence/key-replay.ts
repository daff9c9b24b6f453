import { ZeroHash } from "ethers";

import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import type { GovernanceState } from "#lib/evidence/governance-state";
import { custodies, GRACE, PERIOD_BOUNDS } from "#lib/keys/key";
import { accountKeyId, categoryOf, keyCategories, type KeyCategory } from "#lib/keys/key-id";

interface Key {
  readonly category: KeyCategory;
  readonly holder: string;
  readonly entity: number;
  readonly dueAt: number;
  /** Transaction of its registration. */
  readonly registeredIn: string;
  compromised: boolean;
  ended: boolean;
}

/** The KeyRegistry again. Each event is taken note of, and what is wrong with it is said; null for nothing. */
export class KeyReplay {
  readonly #governance: GovernanceState;
  readonly #keys = new Map<string, Key>();
  /** The key of each issuer that is in use. */
  readonly #ofIssuer = new Map<string, string>();
  /** An issuer's key that another one was registered beside: it must be rotated next. */
  #replaced: { readonly keyId: string; readonly transactionHash: string } | null = null;

  constructor(governance: GovernanceState) {
    this.#governance = governance;
  }

  /** @param transactionHash In which it happened. */
  apply(event: DescribedEvent, now: number, transactionHash: string): string | null {
    const keyId = textArgument(event, "keyId");
    if (event.name === "KeyRegistered") return this.#register(keyId, event, now, transactionHash);
    const key = this.#keys.get(keyId);
    if (key === undefined) return "was never registered";
    const wrong = key.ended ? "had ended before" : null;
    switch (event.name) {
      case "KeyRotated": {
        const unlike = this.#unlikeSuccessor(key, textArgument(event, "successor"), transactionHash);
        this.#end(keyId, key);
        return wrong ?? unlike;
      }
      case "KeyRetired":
        this.#end(keyId, key);
        return wrong;
      case "KeyCompromised": {
        const before = key.compromised;
        key.compromised = true;
        return wrong ?? (before ? "was reported before" : null);
      }
      default:
        return wrong;
    }
  }

  /** Why the key of an issuer lets nobody issue now; null when it does. */
  whyNoIssuer(issuer: string, now: number): string | null {
    const key = this.#keys.get(this.#ofIssuer.get(issuer) ?? "");
    if (key === undefined) return `${issuer} has no key`;
    const blocked = whyBlocked(key, now);
    return blocked === null ? null : `the key of ${issuer} ${blocked}`;
  }

  /** What must follow before the next registration: an issuer has one key; null for nothing. */
  unfinished(event: DescribedEvent | null, transactionHash: string): string | null {
    const replaced = this.#replaced;
    this.#replaced = null;
    if (replaced === null) return null;
    const follows = event?.name === "KeyRotated" && textArgument(event, "keyId") === replaced.keyId;
    const fits = follows && replaced.transactionHash === transactionHash;
    return fits ? null : `its holder had ${replaced.keyId}, which was not rotated with it`;
  }

  /** Whether an account itself is an operator key that may be used now. */
  signsItself(account: string, now: number): boolean {
    const key = this.#keys.get(accountKeyId("operator", account));
    return key?.holder === account && !key.ended && whyBlocked(key, now) === null;
  }

  categoryOf(keyId: string): KeyCategory | null {
    return this.#keys.get(keyId)?.category ?? null;
  }

  #register(keyId: string, event: DescribedEvent, now: number, transactionHash: string): string | null {
    // The contract's enumeration begins with none.
    const category = named(keyCategories, numberArgument(event, "category") - 1);
    const holder = textArgument(event, "holder");
    const [entity, dueAt] = [numberArgument(event, "entity"), numberArgument(event, "dueAt")];
    const known = this.#keys.has(keyId);
    const present = category === "issuer" ? this.#ofIssuer.get(holder) : undefined;
    this.#replaced = present === undefined ? null : { keyId: present, transactionHash };
    const key = { category, holder, entity, dueAt, registeredIn: transactionHash, compromised: false, ended: false };
    this.#keys.set(keyId, key);
    if (category === "issuer") this.#ofIssuer.set(holder, keyId);
    const bound = this.#governance.entityOf(holder) ?? 0;
    return firstOf(
      known ? "was registered before" : null,
      categoryOf(keyId) === category ? null : `has the id of no key of the category ${category}`,
      bound === entity ? null : `is of entity ${bound}, the event says ${entity}`,
      unlikeTerms(category, event, now),
    );
  }

  #unlikeSuccessor(key: Key, successorId: string, transactionHash: string): string | null {
    const successor = this.#keys.get(successorId);
    if (successor?.registeredIn !== transactionHash) return `${successorId} was not registered with it`;
    return firstOf(
      successor.category === key.category ? null : `is replaced by a key of another category`,
      successor.entity === key.entity ? null : `is of entity ${key.entity}, its successor of ${successor.entity}`,
    );
  }

  #end(keyId: string, key: Key): void {
    key.ended = true;
    if (this.#ofIssuer.get(key.holder) === keyId) this.#ofIssuer.delete(key.holder);
  }
}

/** Of a key of an issuer or an operator: others are usable longer. */
function whyBlocked({ compromised, dueAt }: Key, now: number): string | null {
  if (compromised) return "was reported as compromised";
  return now < dueAt + GRACE ? null : `was to be replaced by ${dueAt}`;
}

function unlikeTerms(category: KeyCategory, event: DescribedEvent, now: number): string | null {
  const custody = named(custodies, numberArgument(event, "custody"));
  const [period, dueAt] = [numberArgument(event, "rotationPeriod"), numberArgument(event, "dueAt")];
  const [shortest, longest] = PERIOD_BOUNDS[category];
  const isBare = custody !== "multisig" && textArgument(event, "custodyDigest") === ZeroHash;
  return firstOf(
    custody === "none" || (custody === "software" && category === "governance") ? `is kept in ${custody}` : null,
    isBare ? "lacks the digest of its custody" : null,
    period >= shortest && period <= longest ? null : `is replaced every ${period} s`,
    dueAt === now + period ? null : `is due at ${dueAt} instead of ${now + period}`,
  );
}
