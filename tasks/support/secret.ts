import { resolve } from "node:path";
import { env } from "node:process";

import { configVariable } from "hardhat/config";

import type { TaskContext } from "./run-task.ts";

import { parseSecret, readSecretFile } from "#lib/batch/secret";
import { SuiteError } from "#lib/errors/suite-error";

/** Where the secret of the pseudonyms is; one of the two. */
export interface SecretArguments {
  /** Name of a configuration variable: in Hardhat's keystore, or of the environment. */
  readonly secret: string;
  readonly secretFile: string;
}

/**
 * The secret that pseudonyms are made with.
 *
 * @throws SuiteError `input/secret`, those of `readSecretFile`.
 */
export async function openSecret({ hre }: TaskContext, { secret, secretFile }: SecretArguments): Promise<Buffer> {
  if ((secret === "") === (secretFile === "")) {
    throw new SuiteError({
      code: "input/secret",
      message: "Exactly one of --secret and --secret-file is needed.",
      hint: "Put the secret into Hardhat's keystore (npx hardhat keystore set NAME) and give --secret NAME.",
    });
  }
  if (secretFile !== "") return readSecretFile(resolve(secretFile));
  const text = await hre.hooks.runHandlerChain(
    "configurationVariables",
    "fetchValue",
    [configVariable(secret)],
    // Hardhat's own last resort, as for the keys of accounts.
    (_context, { name }) => Promise.resolve(env[name] ?? ""),
  );
  if (text === "") throw missing(secret);
  return parseSecret(text, `The configuration variable ${secret}`);
}

function missing(name: string): SuiteError {
  return new SuiteError({
    code: "input/secret",
    message: `There is no configuration variable ${name}.`,
    hint: `Set it with: npx hardhat keystore set ${name}`,
    details: { name },
  });
}
