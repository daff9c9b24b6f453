import { expect } from "chai";
import { id } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { ethersProvider } from "#lib/chain/connection";
import { readHistory } from "#lib/chain/read-history";
import { custodies } from "#lib/keys/key";
import { accountKeyId } from "#lib/keys/key-id";
import { listKeys } from "#lib/keys/read-key";
import { expectCode } from "#support/expect-code";
import { operatorOf } from "#support/governed-changes";
import { loadSuite, type DeployedSuite } from "#support/suite";

/** A node that has lost logs must not be believed that nothing is due. */
describe("all events of a contract", () => {
  let suite: DeployedSuite;

  before(async () => {
    suite = await loadSuite();
    const { address } = suite.record.contracts.KeyRegistry;
    const signer = await suite.provider.getSigner(operatorOf(suite, "TECHNICAL_OPERATOR"));
    for (const account of [operatorOf(suite, "BRIDGE_OPERATOR"), operatorOf(suite, "TREASURY_OPERATOR")]) {
      const terms = [account, custodies.indexOf("hsm"), id("attestation"), 90 * 86_400];
      const values = [accountKeyId("operator", account), terms];
      const data = suiteInterface("KeyRegistry").encodeFunctionData("registerOperatorKey", values);
      await (await signer.sendTransaction({ to: address, data })).wait();
    }
  });

  it("lead to the head that the contract keeps", async () => {
    expect(await readHistory(suite.provider, suite.record, "KeyRegistry")).to.have.length.greaterThan(1);
    expect(await listKeys(suite.provider, suite.record)).to.have.length(2);
  });

  for (const [what, spoil] of [
    ["drops one", (logs: readonly unknown[]) => logs.slice(0, -1)],
    ["drops all", () => []],
    ["turns them round", (logs: readonly unknown[]) => [...logs].reverse()],
  ] as const) {
    it(`are refused from a node that ${what}`, async () => {
      const { connection, record } = suite;
      const lying = ethersProvider({
        request: async (request) => {
          const answer: unknown = await connection.provider.request(request);
          return request.method === "eth_getLogs" ? spoil(answer as readonly unknown[]) : answer;
        },
      });
      await expectCode(listKeys(lying, record), "chain/events-incomplete");
    });
  }
});
