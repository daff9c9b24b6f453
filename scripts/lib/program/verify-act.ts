import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { plain } from "#lib/calls/describe-call";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { exceptionStatuses } from "#lib/batch/chain-batch";
import { isoTime } from "#lib/input/parse-time";
import { phases, privacyModes } from "#lib/program/program";
import type { Register } from "#lib/program/register-story";
import { requireUnusedNonce } from "#lib/safe/request-scope";
import type { SafeRequest } from "#lib/safe/safe-file";

/** What a council is asked to do to a programme or a batch, decoded from bytes and from nothing else. */
export interface DecodedRegisterAct {
  readonly council: CouncilName;
  readonly name: CouncilFunction;
  /** Arguments by name; integers as decimal strings. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Which council decides what. */
const COUNCIL_FUNCTIONS = {
  registerProgram: { register: "ProgramRegistry", council: "sovereign" },
  closeProgram: { register: "ProgramRegistry", council: "sovereign" },
  authoriseEntity: { register: "ProgramRegistry", council: "program" },
  publishRuleSet: { register: "ProgramRegistry", council: "program" },
  advancePhase: { register: "ProgramRegistry", council: "sovereign" },
  setPhaseCaps: { register: "ProgramRegistry", council: "sovereign" },
  setBudget: { register: "DistributionLedger", council: "sovereign" },
  setApprovalThreshold: { register: "DistributionLedger", council: "program" },
  authoriseBatch: { register: "DistributionLedger", council: "program" },
  overruleException: { register: "DistributionLedger", council: "sovereign" },
  writeOff: { register: "DistributionLedger", council: "program" },
} as const satisfies Readonly<Record<string, { register: Register; council: CouncilName }>>;

export type CouncilFunction = keyof typeof COUNCIL_FUNCTIONS;

/**
 * The act that a request asks a council for: of the council whose Safe the file names, at a nonce that it has not used.
 *
 * @throws SuiteError `refused/no-program-act` for any other call, `refused/safe-nonce`.
 */
export async function requireRegisterAct(
  provider: Provider,
  record: ContractsRecord,
  request: SafeRequest,
): Promise<DecodedRegisterAct> {
  const { transaction, safe } = request;
  const act = transaction.operation === 0 && transaction.value === "0" ? decode(record, transaction) : undefined;
  if (act === undefined || record.safes[act.council].address !== safe) {
    throw new SuiteError({
      code: "refused/no-program-act",
      message: `The file asks for a call of ${transaction.to} that is no act of this council on a programme or a batch.`,
      hint: "Do not sign it as one. A change is verified with: npx hardhat change verify",
      details: { to: transaction.to, data: transaction.data, operation: transaction.operation, safe },
    });
  }
  await requireUnusedNonce(provider, request);
  return act;
}

/** One line a field, with the words that stand for numbers. */
export function renderRegisterAct({ name, args }: DecodedRegisterAct): string[] {
  return [name, ...linesOf(args, "  ")];
}

function decode(
  { contracts }: ContractsRecord,
  { to, data }: SafeRequest["transaction"],
): DecodedRegisterAct | undefined {
  for (const [name, { register, council }] of Object.entries(COUNCIL_FUNCTIONS)) {
    if (to !== contracts[register].address) continue;
    const abi = suiteInterface(register);
    const parsed = abi.parseTransaction({ data });
    // Bytes that the function does not read would be signed and not shown.
    if (parsed?.name !== name || abi.encodeFunctionData(parsed.fragment, parsed.args) !== data.toLowerCase()) continue;
    const args = parsed.fragment.inputs.map((input, index) => [input.name, plain(input, parsed.args[index])] as const);
    return { council, name: name as CouncilFunction, args: Object.fromEntries(args) };
  }
  return undefined;
}

function linesOf(fields: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "object" && value !== null
      ? [`${indent}${name}`, ...linesOf(value as Readonly<Record<string, unknown>>, `${indent}  `)]
      : [`${indent}${name}: ${inWords(name, String(value))}`],
  );
}

function inWords(name: string, value: string): string {
  switch (name) {
    case "to":
      return phases[Number(value)] ?? value;
    case "privacy":
      return privacyModes[Number(value)] ?? value;
    case "outcome":
      return exceptionStatuses[Number(value)] ?? value;
    case "startsAt":
      return isoTime(Number(value));
    default:
      return value;
  }
}
