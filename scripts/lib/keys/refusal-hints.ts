import { showDuration } from "#lib/input/show-duration";

type Arguments = Readonly<Record<string, unknown>>;

/** What to do when the contracts refuse a key, or for the sake of one, by the name of the error. */
const HINTS: Readonly<Record<string, (args: Arguments) => string>> = {
  KeyAlreadyRegistered: () =>
    "An id is never used twice. Replace the key by one of another name: npx hardhat key rotate",
  IssuerHasKey: ({ keyId }) => `An issuer has one key at a time. Replace it: npx hardhat key rotate ${String(keyId)}`,
  IssuerKeyMissing: ({ issuer }) =>
    `The Identity Authority registers a key first: npx hardhat key register issuer:NAME --holder ${String(issuer)}`,
  KeyNotUsable: ({ keyId }) =>
    `It is overdue, compromised or out of use: npx hardhat key show ${String(keyId)}, then npx hardhat key rotate`,
  UnknownKey: ({ keyId }) =>
    `No such key is on record: npx hardhat key register. A bridge operator's key is its account: operator:ACCOUNT. (${String(keyId)})`,
  KeyNotRotated: ({ keyId }) => `The incident names a key that is in use: npx hardhat key rotate ${String(keyId)}`,
  UnexpectedKeyStatus: ({ keyId }) => `See what became of it: npx hardhat key show ${String(keyId)}`,
  RotationPeriodOutOfBounds: ({ minimum, maximum }) =>
    `Give --rotation between ${showDuration(Number(minimum))} and ${showDuration(Number(maximum))}.`,
  MultisigRequired: ({ holder }) => `${String(holder)} has no code. Name the Safe with --holder, or another custody.`,
};

/** The hint for a custom error; undefined for one that has no hint of its own. */
export function keyHintFor(error: string, args: Arguments): string | undefined {
  return HINTS[error]?.(args);
}
