import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { ZeroHash } from "ethers";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

import type { RequestProvider } from "#lib/chain/connection";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

import { ethersProvider } from "#lib/chain/connection";
import { silentReporter } from "#lib/console/reporter";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { deploySuite } from "#lib/deployment/deploy-suite";
import { deploymentSteps } from "#lib/deployment/deployment-steps";
import { examine } from "#lib/deployment/doctor";
import { openDeployment } from "#lib/deployment/open-deployment";
import { planGovernance } from "#lib/deployment/plan";
import { demoGovernance, suiteArtifacts } from "#support/suite";
import { refusal, suiteRefusal } from "#support/refusal";
import { temporaryFolder } from "#support/temporary-folder";

const SENDING = ["eth_sendTransaction", "eth_sendRawTransaction"];

describe("deploySuite", () => {
  let connection: NetworkConnection;
  let directory: string;

  beforeEach(async () => {
    connection = await hre.network.create();
    directory = temporaryFolder();
    writeFileSync(join(directory, "governance.json"), readFileSync("deployments/demo/governance.json"));
  });

  afterEach(async () => {
    await connection.close();
  });

  it("leaves a chain that agrees with governance.json and with everything that the suite promises", async () => {
    await run(connection.provider);
    const { governance, record, state } = await openDeployment(directory, connection.provider);
    expect(examine({ governance, record, state })).to.deep.equal([]);
    expect(planGovernance(governance, record, state)).to.deep.equal([]);
  });

  it("sends nothing when it is run again", async () => {
    const first = await run(connection.provider);
    const sent = await transactionsOfDeployer();
    expect(await run(connection.provider)).to.deep.equal(first);
    expect(await transactionsOfDeployer()).to.equal(sent);
  });

  describe("where contracts.json is, but no journal, as in a fresh clone", () => {
    let sent: number;
    let first: ContractsRecord;

    beforeEach(async () => {
      first = await run(connection.provider);
      rmSync(join(directory, "ignition"), { recursive: true });
      sent = await transactionsOfDeployer();
    });

    afterEach(async () => {
      expect(await transactionsOfDeployer()).to.equal(sent);
      expect(existsSync(join(directory, "ignition"))).to.equal(false);
    });

    it("says what is deployed and sends nothing", async () => {
      expect(await run(connection.provider)).to.deep.equal(first);
    });

    it("refuses a chain that has nothing there", async () => {
      const other = await hre.network.create();
      expect(await refusal(run(other.provider))).to.include({ code: "conflict/not-deployed", exitCode: 7 });
      expect(await ethersProvider(other.provider).getTransactionCount(demoGovernance().deployer)).to.equal(0);
      await other.close();
    });

    it("refuses a record for another chain", async () => {
      writeContractsRecord(directory, { ...first, chainId: 1 });
      expect(await refusal(run(connection.provider))).to.include({ code: "conflict/chain-id", exitCode: 7 });
    });

    const falsified: readonly [what: string, mentions: string, alter: (record: ContractsRecord) => void][] = [
      ["other code", "OperationsLog has other code", (record) => (record.contracts.OperationsLog.codehash = ZeroHash)],
      [
        "the Safes of each other's councils",
        "knows the technical Safe by id 3",
        ({ safes }) =>
          ([safes.technical.address, safes.emergency.address] = [safes.emergency.address, safes.technical.address]),
      ],
      [
        "a Safe that is none",
        "no genuine Safe",
        ({ safes, safeContracts }) => (safes.technical.address = safeContracts.singleton),
      ],
    ];
    for (const [what, mentions, alter] of falsified) {
      it(`refuses a record with ${what}`, async () => {
        const record = structuredClone(first);
        alter(record);
        writeContractsRecord(directory, record);
        const error = await suiteRefusal(run(connection.provider));
        expect(error).to.include({ code: "conflict/other-deployment", exitCode: 7 });
        expect(error.message).to.include(mentions);
      });
    }
  });

  for (const moment of ["before", "after"] as const) {
    it(`finishes, and sends nothing twice, when it dies ${moment} handing over each of its transactions`, async () => {
      const steps = await deploymentSteps({ ...(await parameters()), rpc: connection.provider });
      let record: ContractsRecord | undefined;
      let deaths = 0;
      while (record === undefined) {
        try {
          record = await run(dying(connection.provider, moment, moment === "after" ? 1 : 4));
        } catch (error) {
          expect(error).to.be.instanceOf(Error).with.property("message", "the process dies here");
          deaths += 1;
        }
      }
      expect(deaths).to.be.greaterThan(steps.length / 5);
      expect(await transactionsOfDeployer()).to.equal(steps.length);
      const { governance, state } = await openDeployment(directory, connection.provider);
      expect(examine({ governance, record, state })).to.deep.equal([]);
    });
  }

  it("shows its steps without sending or writing anything", async () => {
    const steps = await deploymentSteps({ ...(await parameters()), rpc: connection.provider });
    expect(steps.at(-1)).to.deep.equal({ id: "CloseGenesis", what: "call" });
    expect(await transactionsOfDeployer()).to.equal(0);
    expect(existsSync(join(directory, "ignition"))).to.equal(false);
  });

  it("refuses a chain that is not the country's", async () => {
    const governance = demoGovernance((input) => (input.chainId = 1));
    const deployment = deploySuite({ ...(await parameters()), governance, rpc: connection.provider });
    expect(await refusal(deployment)).to.include({ code: "chain/wrong-chain-id", exitCode: 4 });
    expect(existsSync(join(directory, "ignition"))).to.equal(false);
  });

  it("refuses a node that answers nonsense for its chain id", async () => {
    const rpc = answering(connection.provider, "eth_chainId", { hello: "world" });
    expect(await refusal(run(rpc))).to.include({ code: "chain/nonsense" });
  });

  it("refuses when nobody can sign for the deployer", async () => {
    const rpc = answering(connection.provider, "eth_accounts", []);
    expect(await refusal(run(rpc))).to.include({ code: "refused/no-signer", exitCode: 3 });
  });

  it("refuses a deployer without funds", async () => {
    const { deployer } = demoGovernance();
    await connection.provider.request({ method: "hardhat_setBalance", params: [deployer, "0x0"] });
    expect(await refusal(run(connection.provider))).to.include({ code: "refused/no-funds" });
  });

  it("refuses a bridge's token that is no contract, before anything is sent", async () => {
    const token = "0x00000000000000000000000000000000000000AA";
    const governance = demoGovernance((input) => (input.bridge.token = token));
    const deployment = deploySuite({ ...(await parameters()), governance, rpc: connection.provider });
    const refused = await refusal(deployment);
    expect(refused).to.include({ code: "input/bridge-token", exitCode: 2 });
    expect(refused.message).to.include(token);
    expect(await transactionsOfDeployer()).to.equal(0);
  });

  it("refuses to go on with another governance.json than it began with", async () => {
    await refusal(run(dying(connection.provider, "after", 3)));
    const governance = demoGovernance((input) => (input.councils.technical.saltNonce = "99"));
    const deployment = deploySuite({ ...(await parameters()), governance, rpc: connection.provider });
    expect(await refusal(deployment)).to.include({ code: "conflict/governance-changed", exitCode: 7 });
  });

  it("refuses to go on at another chain than it began at", async () => {
    await run(connection.provider);
    const other = await hre.network.create({ override: { initialDate: new Date("2026-01-01") } });
    expect(await refusal(run(other.provider))).to.include({ code: "conflict/other-chain" });
    await other.close();
  });

  it("uses Safe's contracts that the chain has, by their code, and refuses others", async () => {
    const first = await run(connection.provider);
    const { singleton, multiSend, guardedSetup } = first.safeContracts;
    const second = join(directory, "second");
    const governance = demoGovernance((input) => {
      input.safeContracts = { singleton, multiSend };
      input.councils.technical.saltNonce = "7";
    });
    const again = { ...(await parameters()), governance, directory: second, rpc: connection.provider };
    const record = await deploySuite(again);
    expect(record.safeContracts).to.include({ singleton, multiSend });
    expect(record.safeContracts.proxyFactory).to.not.equal(first.safeContracts.proxyFactory);

    governance.safeContracts = { singleton: guardedSetup };
    const refused = deploySuite({ ...again, directory: join(directory, "third") });
    expect(await refusal(refused)).to.include({ code: "conflict/safe-contract" });
  });

  async function parameters(): Promise<Omit<Parameters<typeof deploySuite>[0], "rpc">> {
    return { governance: demoGovernance(), artifacts: await suiteArtifacts(), directory, reporter: silentReporter() };
  }

  async function run(rpc: RequestProvider): Promise<ContractsRecord> {
    return deploySuite({ ...(await parameters()), rpc });
  }

  async function transactionsOfDeployer(): Promise<number> {
    return ethersProvider(connection.provider).getTransactionCount(demoGovernance().deployer);
  }
});

/** A node that is lost before or after it got the n-th transaction of a run. */
function dying(provider: RequestProvider, moment: "before" | "after", nth: number): RequestProvider {
  let sent = 0;
  return {
    request: async (request) => {
      if (!SENDING.includes(request.method)) return provider.request(request);
      sent += 1;
      if (sent === nth && moment === "before") throw new Error("the process dies here");
      const answer = await provider.request(request);
      if (sent === nth) throw new Error("the process dies here");
      return answer;
    },
  };
}

function answering(provider: RequestProvider, method: string, answer: unknown): RequestProvider {
  return {
    request: (request) => (request.method === method ? Promise.resolve(answer) : provider.request(request)),
  };
}
