import { getAddress, zeroPadValue } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import { parseAddress } from "#lib/input/parse-address";
import { isDigest } from "#lib/input/parse-digest";
import { parseLabel, type Label } from "#lib/input/parse-label";

/** Categories of keys, in the order of the contract's enum, which begins with none. */
export const keyCategories = ["governance", "issuer", "operator", "audit"] as const;

export type KeyCategory = (typeof keyCategories)[number];

/** A key as people name it, and its id on the chain. */
export interface KeyName extends Label {
  readonly category: KeyCategory;
}

/** The id of a key: the number of its category, and the digest of its public part without the first byte. */
export function keyId(category: KeyCategory, digest: string): string {
  const first = keyCategories.indexOf(category) + 1;
  return `0x${first.toString(16).padStart(2, "0")}${digest.slice(4)}`;
}

/** The id of the key that an account itself is. */
export function accountKeyId(category: KeyCategory, account: string): string {
  return keyId(category, zeroPadValue(account.toLowerCase(), 32));
}

/** The category that an id begins with; undefined for what is no id of a key. */
export function categoryOf(id: string): KeyCategory | undefined {
  return keyCategories[Number.parseInt(id.slice(2, 4), 16) - 1];
}

/**
 * A key by its category and name, such as `issuer:office-2026`; by its category and the account that it is, such as
 * `operator:0x9DCC…`; or by its id.
 *
 * @throws SuiteError `input/key`, `input/label`, `input/address`.
 */
export function parseKey(value: string, option = "--key"): KeyName {
  if (isDigest(value)) {
    const id = value.toLowerCase();
    const category = categoryOf(id);
    if (category !== undefined) return { text: id, id, category };
  }
  const [prefix, name, ...rest] = value.split(":");
  const category = keyCategories.find((item) => item === prefix);
  if (category === undefined || name === undefined || rest.length > 0) {
    throw new SuiteError({
      code: "input/key",
      message: `"${value}" is neither a key's category and name nor its id (${option}).`,
      hint: `Write ${keyCategories.join(", ")}, a colon and the name (issuer:office-2026) or the account, or 0x and 64 hex digits.`,
      details: { option, value },
    });
  }
  if (/^0x[0-9a-fA-F]{1,63}$/.test(name)) {
    const account = parseAddress(name, option);
    return { text: `${category}:${account}`, id: accountKeyId(category, account), category };
  }
  return { text: value, id: keyId(category, parseLabel(name, option).id), category };
}

/** The account that a key is; undefined for a key that is none. */
export function accountOf({ id }: Label): string | undefined {
  return /^0{22}$/.test(id.slice(4, 26)) ? getAddress(`0x${id.slice(26)}`) : undefined;
}

/**
 * A key is replaced by one of its own category.
 *
 * @throws SuiteError `input/key`.
 */
export function requireSameCategory(key: KeyName, successor: KeyName): void {
  if (key.category === successor.category) return;
  throw new SuiteError({
    code: "input/key",
    message: `${successor.text} is a key of category ${successor.category}, ${key.text} of ${key.category} (--successor).`,
    hint: `Write ${key.category}, a colon and the name of the new key.`,
    details: { key: key.id, successor: successor.id },
  });
}
