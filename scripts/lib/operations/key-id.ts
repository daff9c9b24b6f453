import { SuiteError } from "#lib/errors/suite-error";
import { isDigest } from "#lib/input/parse-digest";
import { type Label, parseLabel } from "#lib/input/parse-label";

/** Categories of keys, in the order of the contract's enum, which begins with none. */
export const keyCategories = ["governance", "issuer", "operator", "audit"] as const;

export type KeyCategory = (typeof keyCategories)[number];

/** The id of a key: the number of its category, and the digest of its public part without the first byte. */
export function keyId(category: KeyCategory, digest: string): string {
  const first = keyCategories.indexOf(category) + 1;
  return `0x${first.toString(16).padStart(2, "0")}${digest.slice(4)}`;
}

/**
 * A key by its category and name, such as `issuer:office-2026`, or by its id.
 *
 * @throws SuiteError `input/key`, `input/label`.
 */
export function parseKey(value: string): Label {
  if (isDigest(value)) return parseLabel(value, "--key");
  const [prefix, name, ...rest] = value.split(":");
  const category = keyCategories.find((item) => item === prefix);
  if (category === undefined || name === undefined || rest.length > 0) {
    throw new SuiteError({
      code: "input/key",
      message: `"${value}" is neither a key's category and name nor its id (--key).`,
      hint: `Write ${keyCategories.join(", ")}, a colon and the name (issuer:office-2026), or 0x and 64 hex digits.`,
      details: { value },
    });
  }
  return { text: value, id: keyId(category, parseLabel(name, "--key").id) };
}
