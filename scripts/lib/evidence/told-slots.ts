import { accountSlots } from "#lib/evidence/ledger-slots";
import type { History } from "#lib/evidence/replay";
import { ownerSlot } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";

/** Slots that only the events tell of: of owners of Safes as they are at the anchor, and of programmes' accounts. */
export function toldSlots({ safes, registers }: History, trust: Trust): Map<string, string[]> {
  const told = new Map([...safes].map(([address, { owners }]) => [address, owners.map(ownerSlot)]));
  const ledger = trust.contracts["DistributionLedger"]?.address;
  if (ledger !== undefined) told.set(ledger, registers.programIds.flatMap(accountSlots));
  return told;
}
