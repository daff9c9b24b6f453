import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

import { disclosureSchema, verifyDisclosure } from "#lib/batch/disclosure";
import { readJsonFile } from "#lib/files/json-file";
import { parseDigest } from "#lib/input/parse-digest";

interface VerifyArguments extends SuiteTaskArguments {
  readonly file: string;
  readonly root: string;
}

export default runTask((taskArguments: VerifyArguments, { reporter }) => {
  const root = parseDigest(taskArguments.root, "--root");
  const disclosure = readJsonFile(resolve(taskArguments.file), disclosureSchema);
  verifyDisclosure(disclosure, root);
  const { index, amount, pseudonym, identityProof, eligibilityProof, program, period } = disclosure;
  reporter.result(
    { ok: true, root, disclosure },
    `row ${String(index)} of ${program}, period ${String(period)}, is in the batch ${root}\n` +
      `amount ${amount}\npseudonym ${pseudonym}\nidentity proof ${identityProof}\neligibility proof ${eligibilityProof}`,
  );
  return Promise.resolve();
});
