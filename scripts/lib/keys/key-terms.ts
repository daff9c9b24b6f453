import { ZeroHash } from "ethers";

import { reasonDigest } from "#lib/files/reason";
import { parseAddress } from "#lib/input/parse-address";
import { parseDuration } from "#lib/input/parse-duration";
import { parseCustody, type Custody, type KeyTerms } from "#lib/keys/key";
import { accountOf, type KeyName } from "#lib/keys/key-id";

/** How a command line says who holds a key, and how. Empty for what is not said. */
export interface WrittenTerms {
  readonly holder: string;
  readonly custody: string;
  /** Path of the document that the custody demands. */
  readonly document: string;
  readonly rotation: string;
}

/** Terms of which what is not said is left to a default. */
export interface GivenTerms {
  readonly holder: string | undefined;
  readonly custody: Custody;
  readonly custodyDigest: string;
  readonly rotationPeriod: number | undefined;
}

/**
 * Understands terms, before any node is asked. The holder of a key that is an account is this account, if nothing is said.
 *
 * @throws SuiteError `input/custody`, `input/address`, `input/duration`, those of `reasonDigest`.
 */
export function parseTerms(key: KeyName, { holder, custody, document, rotation }: WrittenTerms): GivenTerms {
  const kept = parseCustody(custody);
  return {
    holder: holder === "" ? accountOf(key) : parseAddress(holder, "--holder"),
    custody: kept,
    custodyDigest: kept === "multisig" && document === "" ? ZeroHash : reasonDigest(document, "--document"),
    rotationPeriod: rotation === "" ? undefined : parseDuration(rotation, "--rotation"),
  };
}

/**
 * Terms of a first key: nothing can be as it was.
 *
 * @throws SuiteError `input/address`, `input/duration`.
 */
export function wholeTerms(given: GivenTerms): KeyTerms {
  return {
    ...given,
    holder: given.holder ?? parseAddress("", "--holder"),
    rotationPeriod: given.rotationPeriod ?? parseDuration("", "--rotation"),
  };
}

/** Terms of a successor: what is not said is as it was. */
export function nextTerms(given: GivenTerms, current: Pick<KeyTerms, "holder" | "rotationPeriod">): KeyTerms {
  return {
    ...given,
    holder: given.holder ?? current.holder,
    rotationPeriod: given.rotationPeriod ?? current.rotationPeriod,
  };
}
