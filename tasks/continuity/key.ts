import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

import { makeIdentityFile } from "#lib/encryption/make-identity";

interface KeyArguments extends SuiteTaskArguments {
  readonly file: string;
}

export default runTask(async ({ file }: KeyArguments, { reporter }) => {
  const made = await makeIdentityFile(resolve(file));
  reporter.info(`${made.path} is secret: whoever has it reads every backup that is encrypted to it.`);
  reporter.result({ ok: true, ...made }, made.recipient);
});
