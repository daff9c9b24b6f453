import { ZeroHash } from "ethers";

import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";

/** `SchemaBook.MAX_TRANSITION`, in seconds. */
const MAX_TRANSITION = 180 * 86_400;

interface Schema {
  readonly version: number;
  readonly previousUntil: number;
  readonly retired: boolean;
  /** Of content and revocation policy. */
  readonly digests: string;
}

/** `SchemaBook.sol` again. Each event is taken note of, and what is wrong with it is said; null for nothing. */
export class SchemaReplay {
  readonly #schemas = new Map<string, Schema>();

  publish(event: DescribedEvent, now: number): string | null {
    const schemaId = textArgument(event, "schemaId");
    const before = this.#schemas.get(schemaId);
    const [version, previousUntil] = [numberArgument(event, "version"), numberArgument(event, "previousUntil")];
    const terms = [textArgument(event, "digest"), textArgument(event, "revocationPolicyDigest")];
    const digests = terms.join("|");
    const expected = (before?.version ?? 0) + 1;
    const longest = before === undefined ? 0 : MAX_TRANSITION;
    const transition = previousUntil - now;
    this.#schemas.set(schemaId, { version, previousUntil, digests, retired: before?.retired ?? false });
    return firstOf(
      before?.retired === true ? "follows its retirement" : null,
      version === expected ? null : `is version ${version} instead of ${expected}`,
      terms.includes(ZeroHash) ? "lacks a digest" : null,
      before?.digests === digests ? "changes nothing" : null,
      transition >= 0 && transition <= longest ? null : `leaves the version before in force for ${transition} s`,
    );
  }

  retire(event: DescribedEvent): string | null {
    const schemaId = textArgument(event, "schemaId");
    const schema = this.#schemas.get(schemaId);
    if (schema === undefined) return "was never published";
    this.#schemas.set(schemaId, { ...schema, retired: true });
    return schema.retired ? "was retired before" : null;
  }

  /** The version by which issuers are judged now; null while there is none. */
  versionInForce(schemaId: string): number | null {
    const schema = this.#schemas.get(schemaId);
    return schema === undefined || schema.retired ? null : schema.version;
  }

  /** Why an issuer who was judged by `version` does not issue now; null when he does. */
  whyNot(schemaId: string, version: number, now: number): string | null {
    const current = this.versionInForce(schemaId);
    if (current === null) return `the schema ${schemaId} is not in force`;
    const schema = this.#schemas.get(schemaId);
    const isGood = version === current || (version + 1 === current && now < (schema?.previousUntil ?? 0));
    return isGood ? null : `was judged by version ${version} of its schema, in force is ${current}`;
  }
}
