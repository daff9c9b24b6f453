import { globSync } from "node:fs";
import { join, relative } from "node:path";

import type { HardhatConfig } from "hardhat/types/config";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** The rest, stand-ins and what gas is compared with, is deployed like the suite itself. */
export const PLAIN_TESTS = ["invariant", "scenario", "support", "unit"];

/** Of the optimizer only what keeps large structs in reach of the stack. */
const PLAIN = { enabled: false, details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: ":" } } };

/**
 * Compiles the tests in Solidity without the optimizer, which takes nearly half of the compiler's time: nobody deploys a
 * test. What is tested is deployed by name and stays optimized.
 */
export const plainTests: HardhatPlugin = {
  id: "plain-tests",
  hookHandlers: {
    config: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            resolveUserConfig: async (userConfig, resolveVariable, next) =>
              withPlainTests(await next(userConfig, resolveVariable)),
          }),
      }),
  },
};

function withPlainTests(config: HardhatConfig): HardhatConfig {
  const { profiles } = config.solidity;
  const { default: profile } = profiles;
  const [compiler] = profile?.compilers ?? [];
  if (profile === undefined || compiler === undefined) return config;
  // One object for all: Hardhat gives the compiler in one job only what has the very same configuration.
  const settings: unknown = { ...compiler.settings, optimizer: PLAIN };
  const plain = { ...compiler, settings };
  const { root, tests } = config.paths;
  const files = PLAIN_TESTS.flatMap((folder) => globSync(join(tests.solidity, folder, "**/*.sol")));
  const overrides = Object.fromEntries(files.map((file) => [relative(root, file), plain]));
  const plainProfile = { ...profile, overrides: { ...profile.overrides, ...overrides } };
  return { ...config, solidity: { ...config.solidity, profiles: { ...profiles, default: plainProfile } } };
}
