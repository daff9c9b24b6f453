type Arguments = Readonly<Record<string, unknown>>;

/** What to do when the contracts refuse a programme's step or a batch, by the name of the error. */
const HINTS: Readonly<Record<string, (args: Arguments) => string>> = {
  RuleSetVersionMoved: () => "Somebody published meanwhile. Look: npx hardhat program show; then publish on top of it.",
  RuleSetNotInForce: ({ version, inForce }) =>
    `The batch was built by version ${String(version)}, and ${String(inForce)} is in force. Build it again by that.`,
  PeriodNotCurrent: ({ period, current }) =>
    `The batch is of period ${String(period)}, and the present one is ${String(current)}. Build it for that.`,
  PhaseDistributesNothing: () => "The Sovereign Authority advances the programme first: npx hardhat program advance",
  DistributorNotAuthorised: () =>
    "The Program Authority's Safe authorises the entity first: npx hardhat program authorise",
  ProgramNotStarted: () => "Its first period has not begun: npx hardhat program show",
  ParticipantsAboveCap: ({ participants, cap }) =>
    `With it the period would have ${String(participants)} rows; the phase allows ${String(cap)}.`,
  AmountAboveCap: ({ amount, cap }) =>
    `With it the period would have ${String(amount)}; the phase allows ${String(cap)}.`,
  BudgetExceeded: ({ committed, budget }) =>
    `With it ${String(committed)} would be committed of ${String(budget)}. The Sovereign Authority sets budgets.`,
  ReferenceAlreadyUsed: ({ batchId }) => `See which payment that was: npx hardhat batch show ${String(batchId)}`,
  ReconcilesItself: () => "Another entity than the one that submitted the batch closes it.",
  JudgesItself: () => "An entity that raised or disputed it does not decide: npx hardhat batch overrule",
  FindingCannotBeDismissed: () =>
    "The auditor may withdraw it, or the Sovereign Authority overrule it: npx hardhat batch overrule",
};

/** The hint for a custom error; undefined for one that has no hint of its own. */
export function programHintFor(error: string, args: Arguments): string | undefined {
  return HINTS[error]?.(args);
}
