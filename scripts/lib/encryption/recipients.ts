import { Encrypter } from "age-encryption";

import { SuiteError } from "#lib/errors/suite-error";

/** A public key that age encrypts to: `age1` and 58 characters, an X25519 key. Its spelling has been checked. */
export type Recipient = string & { readonly __recipient: unique symbol };

/** Other kinds of age's recipients (post-quantum, tags, plugins) are not opened by the `age` of every distribution. */
const X25519_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

/**
 * Public keys from their text. A key that stands twice is refused: whoever wrote it meant two people.
 *
 * @param source Where the keys stand, for the message.
 * @throws SuiteError `input/recipient`, `input/recipient-twice`.
 */
export function parseRecipients(values: readonly string[], source: string): readonly Recipient[] {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) {
    throw new SuiteError({
      code: "input/recipient-twice",
      message: `${source} names the recipient ${twice} twice.`,
      hint: "Give every holder a key of their own.",
      details: { source, recipient: twice },
    });
  }
  return values.map((value) => parseRecipient(value, source));
}

/**
 * One public key from its text.
 *
 * @throws SuiteError `input/recipient`; a secret key given by mistake is not repeated.
 */
export function parseRecipient(value: string, source: string): Recipient {
  if (X25519_RECIPIENT.test(value) && hasValidChecksum(value)) return value as Recipient;
  const secret = /AGE-SECRET-KEY/i.test(value);
  throw new SuiteError({
    code: "input/recipient",
    message: secret
      ? `${source} holds a secret key where a recipient belongs.`
      : `"${value}" is no recipient of age (${source}).`,
    hint: secret
      ? "Take it out and replace that key: others have seen it. The recipient is what `age-keygen -y` prints."
      : "A recipient is age1 and 58 characters, as `age-keygen -y` prints it.",
    details: secret ? { source } : { source, value },
  });
}

function hasValidChecksum(value: string): boolean {
  try {
    new Encrypter().addRecipient(value);
    return true;
  } catch {
    return false;
  }
}
