/**
 * `npm run check`, on a build that is there: everything that is judged without running tests, two at a time, the longest
 * first. What a check prints is shown in one piece when it ends.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { stderr } from "node:process";

const AT_ONCE = 2;

const checks: readonly (readonly [command: string, ...args: string[]])[] = [
  ["eslint", "--max-warnings", "0", "."],
  ["prettier", "--check", "--log-level", "warn", "."],
  ["tsc", "--project", "tsconfig.json"],
  ["solhint", "--noPoster", "--disc", "--max-warnings", "0", "contracts/**/*.sol", "test/contracts/**/*.sol"],
  ["node", "scripts/check/warnings.ts"],
  ["node", "scripts/check/layout.ts"],
  ["node", "scripts/check/abi.ts"],
];

const waiting = [...checks];
const failed: string[] = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (failed.length > 0) {
  stderr.write(`✗ failed: ${failed.join(", ")}\n`);
  process.exitCode = 1;
}

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [command, ...args] = next;
    if (!(await passes(command, args))) failed.push([command, ...args].join(" "));
  }
}

async function passes(command: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => output.push(part));
  const [code] = (await once(child, "close")) as [number | null];
  stderr.write(Buffer.concat(output));
  return code === 0;
}
