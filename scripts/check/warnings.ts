/**
 * `npm run check:warnings`: fails when the compiler warned about a file of this project in the present build. Warnings
 * do not fail the build itself, so that a half-written contract can still be tried out.
 */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";

import { z } from "zod";

const BuildOutput = z.object({
  output: z.object({
    errors: z
      .array(
        z.object({
          message: z.string(),
          formattedMessage: z.string().optional(),
          sourceLocation: z.object({ file: z.string() }).optional(),
        }),
      )
      .optional(),
  }),
});

const buildInfo = fileURLToPath(new URL("../../artifacts/build-info", import.meta.url));
const outputs = globSync("*.output.json", { cwd: buildInfo });
const warnings = new Set(outputs.flatMap((file) => warningsOf(path.join(buildInfo, file))));
if (outputs.length === 0) {
  stderr.write(`✗ ${buildInfo} holds no build.\n  Run: npm run build\n`);
  process.exitCode = 1;
} else if (warnings.size > 0) {
  for (const warning of warnings) stderr.write(`${warning.trimEnd()}\n\n`);
  stderr.write(`✗ ${String(warnings.size)} compiler warnings\n`);
  process.exitCode = 1;
} else {
  stdout.write("no compiler warnings\n");
}

function warningsOf(file: string): string[] {
  const { output } = BuildOutput.parse(JSON.parse(readFileSync(file, "utf8")));
  return (output.errors ?? []).map(({ formattedMessage, message }) => formattedMessage ?? message);
}
