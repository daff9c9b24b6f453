import { ZeroAddress, ZeroHash } from "ethers";

import { parseCouncil } from "#lib/change/council";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { reasonDigest } from "#lib/files/reason";
import { parseAddress } from "#lib/input/parse-address";
import { parseDuration } from "#lib/input/parse-duration";
import { parseCustody, type Custody, type KeyTerms } from "#lib/keys/key";
import { accountOf, type KeyName } from "#lib/keys/key-id";

/** How a command line says who holds a key, and how. Empty for what is not said. */
export interface WrittenTerms {
  /** An address, or the name of a council. */
  readonly holder: string;
  readonly custody: string;
  /** Path of the document that the custody demands. */
  readonly document: string;
  readonly rotation: string;
}

/** An account, or the Safe of a council. */
type Holder = { readonly account: string } | { readonly council: CouncilName };

/** Terms of which what is not said is left to a default. */
export interface GivenTerms {
  readonly holder: Holder | undefined;
  readonly custody: Custody;
  readonly custodyDigest: string;
  readonly rotationPeriod: number | undefined;
}

/**
 * Understands terms, before any node is asked. The holder of a key that is an account is this account, if nothing is said.
 *
 * @throws SuiteError `input/custody`, `input/address`, `input/council`, `input/duration`, those of `reasonDigest`.
 */
export function parseTerms(key: KeyName, { holder, custody, document, rotation }: WrittenTerms): GivenTerms {
  const kept = parseCustody(custody);
  const itself = accountOf(key);
  return {
    holder: holder !== "" ? parseHolder(holder) : itself === undefined ? undefined : { account: itself },
    custody: kept,
    custodyDigest: kept === "multisig" && document === "" ? ZeroHash : reasonDigest(document, "--document"),
    rotationPeriod: rotation === "" ? undefined : parseDuration(rotation, "--rotation"),
  };
}

/**
 * Refuses terms of a first key that leave something open: nothing can be as it was.
 *
 * @throws SuiteError `input/address`, `input/duration`.
 */
export function requireWhole({ holder, rotationPeriod }: GivenTerms): void {
  if (holder === undefined) parseAddress("", "--holder");
  if (rotationPeriod === undefined) parseDuration("", "--rotation");
}

/** Terms as the register takes them. What was not said is as it was of `current`. */
export function completeTerms(
  { holder, custody, custodyDigest, rotationPeriod }: GivenTerms,
  { safes }: ContractsRecord,
  current: Pick<KeyTerms, "holder" | "rotationPeriod"> = { holder: ZeroAddress, rotationPeriod: 0 },
): KeyTerms {
  const named = holder === undefined || "account" in holder ? holder?.account : safes[holder.council].address;
  return {
    holder: named ?? current.holder,
    custody,
    custodyDigest,
    rotationPeriod: rotationPeriod ?? current.rotationPeriod,
  };
}

function parseHolder(value: string): Holder {
  return /^0x/i.test(value) ? { account: parseAddress(value, "--holder") } : { council: parseCouncil(value) };
}
