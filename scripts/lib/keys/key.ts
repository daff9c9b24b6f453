import { parseChoice } from "#lib/input/parse-choice";
import type { KeyCategory } from "#lib/keys/key-id";

/** In the order of the contract's enums. */
export const keyStatuses = ["None", "Current", "Due", "Overdue", "Compromised", "Rotated", "Retired"] as const;
export const custodies = ["none", "multisig", "hsm", "software"] as const;

export type KeyStatus = (typeof keyStatuses)[number];
export type Custody = (typeof custodies)[number];

/** A key as the register knows it, by the clock of the block that was asked. Times are Unix seconds, null before. */
export interface Key {
  readonly id: string;
  readonly category: KeyCategory;
  readonly status: KeyStatus;
  readonly custody: Custody;
  readonly custodyDigest: string;
  /** Number of the legal entity of the holder; null for a Safe that is bound to none. */
  readonly entity: number | null;
  readonly holder: string;
  readonly registeredAt: number;
  readonly dueAt: number;
  /** Seconds. */
  readonly rotationPeriod: number;
  readonly compromisedAt: number | null;
  readonly endedAt: number | null;
  readonly drilledAt: number | null;
  /** Id of the key that replaced it. */
  readonly successor: string | null;
  /** Whether the contracts that ask for keys would take it. */
  readonly usable: boolean;
}

/** `KeyTerms` of the contract. */
export interface KeyTerms {
  readonly holder: string;
  readonly custody: Custody;
  readonly custodyDigest: string;
  /** Seconds. */
  readonly rotationPeriod: number;
}

const DAY = 86_400;

/** `KeyPolicy.GRACE`, in seconds. */
export const GRACE = 7 * DAY;

/** `KeyPolicy.periodBounds`, in seconds. */
export const PERIOD_BOUNDS: Readonly<Record<KeyCategory, readonly [shortest: number, longest: number]>> = {
  governance: [90 * DAY, 730 * DAY],
  issuer: [30 * DAY, 365 * DAY],
  operator: [7 * DAY, 365 * DAY],
  audit: [30 * DAY, 730 * DAY],
};

/** @throws SuiteError `input/custody`. */
export function parseCustody(value: string): Custody {
  return parseChoice(value, ["multisig", "hsm", "software"], "custody");
}
