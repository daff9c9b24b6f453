import type { Provider } from "ethers";
import { z } from "zod";

import type { RequestProvider } from "#lib/chain/connection";
import type { Governance } from "#lib/deployment/governance-schema";

import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

import { REHEARSAL_TOKEN } from "#lib/deployment/bridge-schema";
import { councilMandates } from "#lib/deployment/governance-checks";
import { mandateEnd } from "#lib/deployment/mandates";
import { SuiteError } from "#lib/errors/suite-error";

const DAY = 86_400;
const CODE_LIMIT = 24_576;
/** PUSH2 24577, PUSH0, RETURN: creation code of a contract one byte over the limit. */
const RETURNS_TOO_MUCH_CODE = "0x6160015ff3";
const LONGEST_MANDATE = 730 * DAY;

export interface PreflightParameters {
  readonly governance: Governance;
  readonly provider: Provider;
  readonly rpc: RequestProvider;
  readonly artifacts: SuiteArtifacts;
  readonly startedAt: number;
}

/**
 * What can be known to fail before anything is sent.
 *
 * @throws SuiteError `input/mandate`, `input/bridge-token`, `refused/no-signer`, `refused/no-funds` or
 * `refused/code-too-large`.
 */
export async function requireDeployable(parameters: PreflightParameters): Promise<void> {
  const { governance, artifacts, provider, rpc, startedAt } = parameters;
  requireMandates(governance, startedAt);
  await requireToken(governance, provider);
  const { deployer } = governance;
  const accounts = z.array(z.string()).parse(await rpc.request({ method: "eth_accounts" }));
  if (!accounts.some((account) => account.toLowerCase() === deployer.toLowerCase())) {
    throw new SuiteError({
      code: "refused/no-signer",
      message: `Nobody here can sign for the deployer ${deployer}.`,
      hint: "Give the network of hardhat.config.ts its key (npx hardhat keystore set), or correct deployer in governance.json.",
      details: { deployer, accounts },
    });
  }
  if ((await provider.getBalance(deployer)) === 0n && (await gasCosts(provider))) {
    throw new SuiteError({
      code: "refused/no-funds",
      message: `The deployer ${deployer} has no funds.`,
      hint: "Send it enough for about 60 million gas.",
      details: { deployer },
    });
  }
  await requireCodeFits(artifacts, provider);
}

/** A gateway over an account without code would take every conversion and hold nothing. */
async function requireToken({ bridge: { token } }: Governance, provider: Provider): Promise<void> {
  if (token === REHEARSAL_TOKEN || (await provider.getCode(token)) !== "0x") return;
  throw new SuiteError({
    code: "input/bridge-token",
    message: `There is no contract at ${token}, which bridge.token names.`,
    hint: "Correct bridge.token in governance.json, or deploy the token first.",
    details: { token },
  });
}

/** The limit of EIP-170; chains of one's own may have lifted it. */
async function requireCodeFits(artifacts: SuiteArtifacts, provider: Provider): Promise<void> {
  const tooLarge = Object.entries(artifacts).filter(
    ([, { deployedBytecode }]) => deployedBytecode.length > 2 + 2 * CODE_LIMIT,
  );
  const [largest] = tooLarge;
  if (largest === undefined) return;
  try {
    await provider.call({ data: RETURNS_TOO_MUCH_CODE });
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    throw new SuiteError({
      code: "refused/code-too-large",
      message: `This build of ${largest[0]} is larger than the ${CODE_LIMIT} bytes that the chain accepts.`,
      hint: "Deploy the optimised build: npx hardhat --build-profile production gov deploy.",
      details: { contracts: tooLarge.map(([name]) => name) },
    });
  }
}

/** Permissioned chains may have free gas. */
async function gasCosts(provider: Provider): Promise<boolean> {
  const { gasPrice, maxFeePerGas } = await provider.getFeeData();
  return (maxFeePerGas ?? gasPrice ?? 0n) > 0n;
}

function requireMandates(governance: Governance, startedAt: number): void {
  const mandates = [
    ...councilMandates(governance).map(([key, mandate]) => ({ whose: `council "${key}"`, mandate })),
    ...governance.operators.map(({ account, mandate }) => ({ whose: account, mandate })),
  ];
  for (const { whose, mandate } of mandates) {
    if (mandate === undefined) continue;
    const end = mandateEnd(mandate, startedAt);
    // The contract counts from the block of the grant, some minutes after the deployment began.
    if (end > startedAt + DAY + 3_600 && end <= startedAt + LONGEST_MANDATE) continue;
    throw new SuiteError({
      code: "input/mandate",
      message: `The mandate of ${whose} would end on ${new Date(end * 1000).toISOString()}.`,
      hint: "A mandate lasts longer than one day and at most 730 days.",
      details: { whose, end },
    });
  }
}
