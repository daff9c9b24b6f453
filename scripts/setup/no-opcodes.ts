import type { SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

type Compiled = NonNullable<Awaited<ReturnType<SolidityHooks["invokeSolc"]>>["contracts"]>[string][string];

/**
 * Does not let the compiler write the listing of opcodes, which Hardhat asks for and nobody here reads: half of what a
 * full build would write, read and parse again. An empty one takes its place, because the test runner insists on the field.
 */
export const noOpcodes: HardhatPlugin = {
  id: "no-opcodes",
  hookHandlers: {
    solidity: () => Promise.resolve({ default: () => Promise.resolve({ invokeSolc }) }),
  },
};

const invokeSolc: SolidityHooks["invokeSolc"] = async (context, compiler, input, config, next) => {
  const output = await next(context, compiler, withoutOpcodes(input), config);
  for (const file of Object.values(output.contracts ?? {})) for (const contract of Object.values(file)) fill(contract);
  return output;
};

type Input = Parameters<SolidityHooks["invokeSolc"]>[2];

function withoutOpcodes(input: Input): Input {
  const asked = Object.entries(input.settings.outputSelection).map(([file, contracts]) => [
    file,
    Object.fromEntries(
      Object.entries(contracts).map(([name, outputs]) => [
        name,
        outputs.filter((output) => !output.endsWith(".opcodes")),
      ]),
    ),
  ]);
  return { ...input, settings: { ...input.settings, outputSelection: Object.fromEntries(asked) as never } };
}

function fill({ evm }: Compiled): void {
  for (const code of [evm?.bytecode, evm?.deployedBytecode]) if (code !== undefined) code.opcodes = "";
}
