import type { SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Where a diagnostic points when its source comes from an npm package: Hardhat prefixes those in the compiler's input. */
const IN_PACKAGE = /-->\s+npm\//;

/** EIP-170 and EIP-3860. The default profile and test contracts may exceed them; `check:size` judges production code. */
const ABOUT_SIZE = /Contract (?:code|initcode) size is \d+ bytes and exceeds/;

/** The compiler stops counting here. It sizes contracts last, so that what follows such a warning is about sizes, too. */
const AND_MORE = "There are more than 256 warnings";

/**
 * Drops what the compiler says about the code of npm packages, which cannot be edited here, and about sizes, which
 * `npm run check:size` judges in the profile that counts: both would hide what is worth reading. Errors are never
 * dropped.
 */
export const ownWarningsOnly: HardhatPlugin = {
  id: "own-warnings-only",
  hookHandlers: {
    solidity: () => Promise.resolve({ default: () => Promise.resolve({ invokeSolc }) }),
  },
};

const invokeSolc: SolidityHooks["invokeSolc"] = async (context, compiler, input, config, next) => {
  const output = await next(context, compiler, input, config);
  if (output.errors === undefined) return output;
  const sized = output.errors.some(({ formattedMessage = "" }) => ABOUT_SIZE.test(formattedMessage));
  const errors = output.errors.filter(
    ({ severity, formattedMessage = "" }) =>
      severity === "error" ||
      !(
        IN_PACKAGE.test(formattedMessage) ||
        ABOUT_SIZE.test(formattedMessage) ||
        (sized && formattedMessage.includes(AND_MORE))
      ),
  );
  return { ...output, errors };
};
