import { showDuration } from "#lib/input/show-duration";
import { isoTime } from "#lib/input/parse-time";

type Arguments = Readonly<Record<string, unknown>>;

/** What to do when the contracts refuse to loosen, by the name of the error. */
const HINTS: Readonly<Record<string, (args: Arguments) => string>> = {
  AcknowledgementMissing: () =>
    "Monitoring has to look first: npx hardhat monitor snapshot, then npx hardhat change acknowledge.",
  AcknowledgementOfAnotherRound: () =>
    "It fell with the approvals that it followed. Monitoring takes a new snapshot and acknowledges again.",
  AcknowledgementStale: ({ acknowledgedAt }) =>
    `It was given ${isoTime(Number(acknowledgedAt))} and holds for 24h. Monitoring takes a new snapshot and acknowledges again.`,
  StaleParameter: ({ version, expectedVersion }) =>
    `It was decided on version ${String(expectedVersion)}, and version ${String(version)} is in force. Make a new change: npx hardhat bridge loosen`,
  StepTooLarge: () => "A step is a quarter of the value. Make a new change: npx hardhat bridge loosen",
  LoosenedRecently: ({ notBefore }) => `Execute it from ${isoTime(Number(notBefore))} on: one step in 14 days.`,
  AlreadyAtBaseline: () => "There is nothing to take back.",
  BridgeNotNormal: () =>
    "The rail, or the counterparty, is restricted. See npx hardhat emergency status; the Sovereign Authority may restore it.",
  SevereIncidentOpen: ({ count }) =>
    `${String(count)} incident(s) of SEV1 or SEV2 are open. See npx hardhat incident list; resolve them first.`,
  FailureRateTooHigh: ({ maximum }) =>
    `At most ${(Number(maximum) / 100).toFixed(2)}% of today's and yesterday's conversions may have failed. See npx hardhat bridge show.`,
  ConservationBroken: () =>
    "More was issued on the private rail than left the public one. Treat it as an incident: docs/emergency.md.",
  ReserveUnproven: ({ maximumAge }) =>
    `Monitoring has to attest the reserve within ${showDuration(Number(maximumAge))}: BridgeGateway.attestReserve.`,
};

/** The hint for a custom error; undefined for one that has no hint of its own. */
export function hintFor(error: string, args: Arguments): string | undefined {
  return HINTS[error]?.(args);
}
