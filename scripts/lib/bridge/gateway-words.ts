/** Enumerations of the bridge's contracts, in the order of the contracts; spelled as there. */
export const directions = ["Out", "In"] as const;

export const failureReasons = [
  "None",
  "BeneficiaryRejected",
  "ComplianceRejected",
  "RailUnavailable",
  "RailRejected",
  "Restricted",
  "CapacityExceeded",
  "AboveMaximum",
  "ReserveStale",
  "ConservationBroken",
  "TransferFailed",
] as const;

export type Direction = (typeof directions)[number];
export type FailureReason = (typeof failureReasons)[number];
