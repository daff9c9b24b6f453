import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { prettifyError, type z } from "zod";

import { toJson } from "#lib/console/reporter";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * Reads and validates a JSON file.
 *
 * @throws SuiteError `input/file-unreadable`, `input/not-json` or `input/schema`.
 */
export function readJsonFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const text = readText(path);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new SuiteError({
      code: "input/not-json",
      message: `${path} is not JSON (${(cause as Error).message}).`,
      hint: "The file may be truncated; restore it from version control or make it again.",
      details: { path },
      cause,
    });
  }
  const checked = schema.safeParse(parsed);
  if (!checked.success) {
    throw new SuiteError({
      code: "input/schema",
      message: `${path} does not have the expected form: ${prettifyError(checked.error).replaceAll("\n", " ")}`,
      hint: "Correct the named fields.",
      details: { path, issues: checked.error.issues },
    });
  }
  return checked.data;
}

/** Writes JSON so that a reader never sees half a file. */
export function writeJsonFile(path: string, data: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.partial`;
  writeFileSync(temporary, `${toJson(data)}\n`);
  renameSync(temporary, path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Check the path and its permissions.",
      details: { path },
      cause,
    });
  }
}
