/** How much of a system runs, as `Mode` of `contracts/emergency/interfaces/ISystemModes.sol`. */
export const MODES = ["NORMAL", "LIMITED", "READ_ONLY", "HALTED"] as const;
export type ModeName = (typeof MODES)[number];

/** What a system does for its users, as `Operation` there. */
export const OPERATIONS = [
  "ISSUE",
  "VERIFY",
  "REVOKE",
  "DISTRIBUTE",
  "SETTLE",
  "CONVERT_OUT",
  "CONVERT_IN",
  "REFUND",
  "CONFIGURE",
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** Modes that a restriction can put a system into. */
export const RESTRICTING_MODES = ["LIMITED", "READ_ONLY", "HALTED"] as const satisfies readonly ModeName[];
