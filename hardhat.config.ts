import { createRequire } from "node:module";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import upgrades from "@openzeppelin/hardhat-upgrades";
import { defineConfig } from "hardhat/config";

import { PUBLIC_ACCOUNTS, PUBLIC_MNEMONIC } from "./scripts/lib/demo/public-mnemonic.ts";
import { oneBuildAtATime } from "./scripts/setup/one-build-at-a-time.ts";
import { noOpcodes } from "./scripts/setup/no-opcodes.ts";
import { ownWarningsOnly } from "./scripts/setup/own-warnings-only.ts";
import { plainTests } from "./scripts/setup/plain-tests.ts";
import { tracesOfContracts } from "./scripts/setup/traces-of-contracts.ts";
import { suiteTasks } from "./tasks/index.ts";

const require = createRequire(import.meta.url);

/** The compiler comes from npm: release machines download nothing else. */
const compiler = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
};

const settings = {
  evmVersion: "cancun",
  optimizer: { enabled: true, runs: 200 },
  outputSelection: { "*": { "*": ["storageLayout"] } },
};

/**
 * The compiler's own sequence without its step F (FunctionSpecializer), which copies functions for constant arguments: the
 * RoleRegistry's code is a fifth larger with it.
 */
const yulDetails = {
  optimizerSteps:
    "dhfoDgvulfnTUtnIf[xa[r]EscLMVcul[j]Trpeulxa[r]cLgvifCTUca[r]LSsTOtfDnca[r]Iulc]jmul[jul]VcTOculjmul:fDnTOcmu",
};

export default defineConfig({
  // The last plugin is asked first: the lock goes round everything that a build does.
  plugins: [toolbox, upgrades, plainTests, tracesOfContracts, ownWarningsOnly, noOpcodes, oneBuildAtATime],
  tasks: suiteTasks,
  solidity: {
    profiles: {
      default: { ...compiler, settings },
      production: {
        ...compiler,
        settings: {
          ...settings,
          viaIR: true,
          optimizer: { ...settings.optimizer, details: { yul: true, yulDetails } },
        },
      },
    },
  },
  networks: {
    default: {
      type: "edr-simulated",
      chainType: "l1",
      accounts: { mnemonic: PUBLIC_MNEMONIC, count: PUBLIC_ACCOUNTS },
      hardfork: "cancun",
      allowBlocksWithSameTimestamp: true,
      // The default profile compiles fast and large; `npm run check:size` holds production code to EIP-170.
      allowUnlimitedContractSize: true,
    },
    /** Rehearsals on this machine, with the public keys of deployments/demo. */
    anvil: {
      type: "http",
      chainType: "l1",
      url: "http://127.0.0.1:8545",
      // Keys that everybody knows, for the demonstration country on a node of one's own. Hardhat refuses them for another
      // chain. docs/operators.md shows a network with real keys.
      chainId: 31337,
      accounts: { mnemonic: PUBLIC_MNEMONIC, count: PUBLIC_ACCOUNTS },
    },
  },
  paths: {
    tests: { solidity: "test/contracts", mocha: "test/typescript" },
  },
  test: {
    // Two cores, and some files wait for commands that they run: every file is a world of its own.
    // The timeout is there to end a hang: a slow or busy machine must not fail.
    mocha: { parallel: true, jobs: 3, timeout: 900_000 },
    solidity: {
      fsPermissions: { readDirectory: ["node_modules/@safe-global/safe-smart-account/build/artifacts"] },
      fuzz: { runs: 256 },
      invariant: { runs: 64, depth: 80, failOnRevert: true },
    },
  },
  typechain: { outDir: "types/ethers-contracts" },
});
