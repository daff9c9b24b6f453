import { ZeroAddress } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import type { CouncilAct } from "#lib/safe/council-request";
import type { CouncilOwners, Seat } from "#lib/safe/council-owners";
import { safeInterface } from "#lib/safe/safe-interface";

/** What a Safe's list of owners begins with, in place of an owner. */
const SENTINEL = "0x0000000000000000000000000000000000000001";

/** Who leaves a council's Safe, and who takes the place. */
export interface Rotation {
  /** The owner whose key is lost, or in other hands. It cannot be counted on to sign. */
  readonly lost: string;
  readonly successor: string;
}

/** A rotation that the guard will accept, and that the people left can sign. */
export interface PreparedRotation {
  readonly act: CouncilAct;
  /** Owners after it, in the Safe's order. */
  readonly owners: readonly string[];
  /** Who is left to sign it. */
  readonly signers: readonly string[];
}

/**
 * Prepares the replacement of one owner by a person who is seated already. Threshold and number of owners stay.
 *
 * The guard judges the Safe only after the owners have signed and somebody has sent it: at night that is too late. All of
 * its rules are held against the result here, with two that it leaves to people: the owners that are left can sign this
 * very transaction, and nobody could decide alone.
 *
 * @throws SuiteError `refused/not-owner`, `refused/already-owner`, `input/successor`, `refused/successor-unseated`,
 * `refused/owner-unseated`, `refused/constituency-absent`, `refused/entity-decides-alone` or `refused/quorum-lost`.
 */
export function prepareRotation(council: CouncilOwners, { lost, successor }: Rotation): PreparedRotation {
  requirePeople(council, { lost, successor });
  const owners = council.owners.map((owner) => (owner === lost ? successor : owner));
  const signers = council.owners.filter((owner) => owner !== lost);
  requireCompliant(council, owners);
  requireQuorum(council, signers);
  const previous = council.owners[council.owners.indexOf(lost) - 1] ?? SENTINEL;
  return {
    act: {
      council: council.council,
      contract: "ownSafe",
      data: safeInterface.encodeFunctionData("swapOwner", [previous, lost, successor]),
      description: `Replace the owner ${lost} of the ${council.council} council by ${successor}`,
    },
    owners,
    signers,
  };
}

function requirePeople({ safe, owners, seats, council }: CouncilOwners, { lost, successor }: Rotation): void {
  if (owners.includes(successor)) {
    throw new SuiteError({
      code: "refused/already-owner",
      message: `${successor} is an owner of ${safe} already.`,
      hint: owners.includes(lost)
        ? "Name a person with a standby seat: npx hardhat gov status"
        : `${lost} is none any more: the rotation has been executed.`,
      details: { safe, successor, owners },
    });
  }
  if (!owners.includes(lost)) {
    throw new SuiteError({
      code: "refused/not-owner",
      message: `${lost} is no owner of ${safe}.`,
      hint: `Its owners are ${owners.join(", ")}.`,
      details: { safe, lost, owners },
    });
  }
  if ([ZeroAddress, SENTINEL, safe].includes(successor)) {
    throw new SuiteError({
      code: "input/successor",
      message: `${successor} cannot own ${safe}.`,
      hint: "Name the account of a person.",
      details: { safe, successor },
    });
  }
  if (seats.has(successor)) return;
  throw new SuiteError({
    code: "refused/successor-unseated",
    message: `${successor} has no seat on the ${council} council; the guard would refuse the Safe.`,
    hint: "Name a person with a standby seat (npx hardhat gov status), or seat the successor first by a HighRiskUpgrade change that calls RoleRegistry.assignSeat.",
    details: { safe, successor },
  });
}

/** What the guard asks of the Safe afterwards, and that no legal body holds a quorum by itself. */
function requireCompliant({ safe, seats, threshold, constituencies }: CouncilOwners, owners: readonly string[]): void {
  const taken = owners.map((owner) => seatOf(safe, seats, owner));
  for (const constituency of constituencies) {
    if (taken.some((seat) => seat.constituency === constituency)) continue;
    throw new SuiteError({
      code: "refused/constituency-absent",
      message: `Nobody among the owners of ${safe} would sit for ${constituency}, which its policy names.`,
      hint: `Choose a successor who sits for ${constituency}.`,
      details: { safe, constituency, owners },
    });
  }
  for (const { entity } of taken) {
    const held = taken.filter((seat) => seat.entity === entity).length;
    if (held < threshold) continue;
    throw new SuiteError({
      code: "refused/entity-decides-alone",
      message: `Entity ${String(entity)} would hold ${String(held)} seats of ${safe}, which needs ${String(threshold)} signatures.`,
      hint: "Choose a successor of another entity.",
      details: { safe, entity, held, threshold, owners },
    });
  }
}

/** The owners who are left must be able to sign: one short, and this is not the way. */
function requireQuorum({ safe, seats, threshold, constituencies }: CouncilOwners, signers: readonly string[]): void {
  const heard = new Set(signers.map((owner) => seatOf(safe, seats, owner).constituency));
  const silent = constituencies.filter((constituency) => !heard.has(constituency));
  if (signers.length >= threshold && silent.length === 0) return;
  const missing = silent.length === 0 ? "" : `, and nobody is left for ${silent.join(" and ")}`;
  throw new SuiteError({
    code: "refused/quorum-lost",
    message: `${String(signers.length)} owners of ${safe} are left to sign, it needs ${String(threshold)}${missing}.`,
    hint: "The council itself must be replaced: docs/runbooks/recover-lost-quorum.md",
    details: { safe, signers, threshold, silent },
  });
}

function seatOf(safe: string, seats: ReadonlyMap<string, Seat>, owner: string): Seat {
  const seat = seats.get(owner);
  if (seat !== undefined) return seat;
  throw new SuiteError({
    code: "refused/owner-unseated",
    message: `The owner ${owner} of ${safe} has no seat; the guard accepts no change of owners before that is repaired.`,
    hint: "Seat the owner by a HighRiskUpgrade change that calls RoleRegistry.assignSeat.",
    details: { safe, owner },
  });
}
