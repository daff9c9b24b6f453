import { Contract, id as digestOf, parseEther, toQuantity } from "ethers";
import { z } from "zod";

import { conversionId, read } from "#lib/demo/bridge-relay";
import { operateAs } from "#lib/demo/operators";
import type { Stage } from "#lib/demo/stage";
import { sendTransaction } from "#lib/transaction/send-transaction";

/** What `RailToken` adds to ERC-20. */
const TOKEN_ABI = [
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
];

/** An account on the private rail, known by a digest. */
export const ACCOUNT = digestOf("Rehearsal: account of a bank's customer on the private rail");

/** More than all conversions of a demonstration together, in the token's smallest unit. */
const FUNDS = 100_000_000n;

/** The counterparty of the country's bridge. */
export function counterpartyOf({ governance }: Stage): string {
  const [counterparty] = governance.bridge.counterparties;
  if (counterparty === undefined) throw new RangeError("governance.json names no counterparty.");
  return counterparty.account;
}

/** Gives the counterparty money on the public rail, which the gateway may take. */
export async function fundCounterparty(stage: Stage): Promise<void> {
  const counterparty = counterpartyOf(stage);
  await stage.provider.send("hardhat_setBalance", [counterparty, toQuantity(parseEther("1"))]);
  const token = await tokenOf(stage);
  const gateway = stage.record.contracts.BridgeGateway.address;
  for (const [name, to] of [
    ["mint", counterparty],
    ["approve", gateway],
  ] as const) {
    await sendTransaction(stage.sendingAs(counterparty), {
      key: `RailToken.${name}`,
      action: `RailToken.${name}`,
      to: await token.getAddress(),
      data: token.interface.encodeFunctionData(name, [to, FUNDS]),
    });
  }
}

/** The counterparty sends an amount to the private rail. Each amount once: the journal sends nothing twice. */
export async function requestOut(stage: Stage, amount: bigint): Promise<string> {
  await operateAs(stage, counterpartyOf(stage), "BridgeGateway", "requestOut", [amount, ACCOUNT]);
  return conversionId(stage, "Out", z.bigint().parse(await read(stage, "outNonce", [])));
}

/** What the counterparty has on the public rail. */
export async function tokensOf(stage: Stage, account: string): Promise<bigint> {
  return z.bigint().parse(await (await tokenOf(stage)).getFunction("balanceOf").staticCall(account));
}

async function tokenOf(stage: Stage): Promise<Contract> {
  return new Contract(z.string().parse(await read(stage, "token", [])), TOKEN_ABI, stage.provider);
}
