import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";

const AbiItem = z.looseObject({ type: z.string(), name: z.string().optional() });

const Artifact = z.object({
  contractName: z.string(),
  sourceName: z.string(),
  inputSourceName: z.string(),
  buildInfoId: z.string(),
  abi: z.array(AbiItem),
  bytecode: z.string(),
  deployedBytecode: z.string(),
});

/** What the build says about one contract of `contracts/`. */
export type BuiltContract = z.infer<typeof Artifact>;

/**
 * Every contract of `contracts/` that has code: no interfaces, no abstract contracts. Sorted by source.
 *
 * @param artifacts The folder of the build, `artifacts` of the project.
 * @throws SuiteError `input/not-built` when there is no build.
 */
export function deployableContracts(artifacts: string): BuiltContract[] {
  const folder = path.join(artifacts, "contracts");
  if (!existsSync(folder)) {
    throw new SuiteError({ code: "input/not-built", message: `${folder} does not exist.`, hint: "Run: npm run build" });
  }
  return globSync("**/*.json", { cwd: folder })
    .sort()
    .map((file) => Artifact.parse(JSON.parse(readFileSync(path.join(folder, file), "utf8"))))
    .filter((artifact) => artifact.bytecode !== "0x");
}

/** Whether a proxy of the contract can be upgraded: it answers `proxiableUUID` (ERC-1822). */
export function isUpgradeable(contract: BuiltContract): boolean {
  return contract.abi.some((item) => item.type === "function" && item.name === "proxiableUUID");
}
