import { spawn } from "node:child_process";
import { once } from "node:events";
import { stderr } from "node:process";

/** A command that ran as a part of something larger. */
export interface Part {
  readonly passed: boolean;
  readonly output: string;
}

/** What a part that failed said last; told again at the end, far from where it stood. */
const LAST_WORDS = 60;
/** A build names dozens of files. */
const NAME_LIMIT = 100;

const failures: string[] = [];

/** Names a command when it starts, and shows what it printed in one piece when it ends. */
export async function runPart(command: string, ...args: readonly string[]): Promise<Part> {
  const name = [command, ...args].join(" ");
  stderr.write(`▸ ${name.length > NAME_LIMIT ? `${name.slice(0, NAME_LIMIT)}…` : name}\n`);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
  const [code] = (await once(child, "close")) as [number | null];
  const output = Buffer.concat(parts).toString("utf8");
  stderr.write(`── ${name}\n${output}`);
  if (code !== 0) failures.push(`── failed: ${name}\n${output.split("\n").slice(-LAST_WORDS).join("\n")}\n`);
  return { passed: code === 0, output };
}

/** Tells again what the parts that failed said last. */
export function tellFailures(): void {
  stderr.write(failures.join("\n"));
}
