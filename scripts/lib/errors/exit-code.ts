/** Exit codes of every task and script. Documented in docs/exit-codes.md; never renumbered. */
export const ExitCode = {
  ok: 0,
  /** A defect of ours, or a failure that no code foresaw. */
  unexpected: 1,
  /** An argument or a file is malformed. Nothing was read from or sent to a chain. */
  badInput: 2,
  /** A contract or a policy refuses, or would refuse. Nothing was sent. */
  refused: 3,
  /** An endpoint is down, or answers what cannot be true. Nothing was sent. */
  chain: 4,
  /** A transaction was sent and its receipt is not known. Run the same command again. */
  sentUnconfirmed: 5,
  /** A verification ended without proof. */
  unproven: 6,
  /** Local files contradict the chain or each other. */
  conflict: 7,
  /** The question was answered, and something is due: a person has to act. */
  due: 8,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
