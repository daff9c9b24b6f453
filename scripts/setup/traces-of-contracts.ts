import type { HardhatPlugin } from "hardhat/types/plugins";

import { PLAIN_TESTS } from "./plain-tests.ts";

const TEST = new RegExp(`^test/contracts/(${PLAIN_TESTS.join("|")})/`);

/**
 * Lets embedded chains read what the compiler said of contracts and stand-ins alone, for their stack traces. Of the tests in
 * Solidity, which run elsewhere, it said a hundred megabytes, and every process with a chain would read them first.
 */
export const tracesOfContracts: HardhatPlugin = {
  id: "traces-of-contracts",
  hookHandlers: {
    hre: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            created: (_context, { artifacts }) => {
              artifacts.getAllBuildInfoIds = async () => {
                const names = [...(await artifacts.getAllFullyQualifiedNames())].filter((name) => !TEST.test(name));
                const ids = await Promise.all(names.map((name) => artifacts.getBuildInfoId(name)));
                return new Set(ids.filter((id) => id !== undefined));
              };
              return Promise.resolve();
            },
          }),
      }),
  },
};
