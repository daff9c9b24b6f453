/** The project's configuration with a node and keys of a test's own. */
import { env } from "node:process";

import { configVariable } from "hardhat/config";

import base from "../../hardhat.config.ts";

// Hardhat reads the default export of its configuration.
// eslint-disable-next-line no-restricted-syntax
export default {
  ...base,
  networks: {
    ...base.networks,
    anvil: {
      type: "http" as const,
      chainType: "l1" as const,
      url: configVariable("SIGN_TEST_NODE"),
      // Keys rather than their mnemonic: every process would spend a third of its time on deriving them.
      accounts: (env["SIGN_TEST_KEYS"] ?? "").split(",").filter((key) => key !== ""),
    },
  },
};
