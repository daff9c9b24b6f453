import { spawn } from "node:child_process";
import { once } from "node:events";
import { env } from "node:process";

/** What a command took, from its start to its end. */
export interface ProcessMeasure {
  readonly seconds: number;
  /** Peak of the resident set of the whole process. */
  readonly megabytes: number;
  readonly stdout: string;
}

/** Run by the process itself when it ends: what the operating system says it took at most. */
const TELL_PEAK = `import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));`;

/**
 * Runs a Node program as a process of its own.
 *
 * @throws Error when it does not end well.
 */
export async function measureProcess(command: string, words: readonly string[]): Promise<ProcessMeasure> {
  const start = performance.now();
  const options = `--import=data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const child = spawn(command, words, { env: { ...env, NODE_OPTIONS: options }, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString("utf8")));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  const [, peak] = /^peak (\d+)$/m.exec(stderr) ?? [];
  if (code !== 0 || peak === undefined) {
    throw new Error(`${[command, ...words].join(" ")} ended with ${code ?? "a signal"}: ${stdout}${stderr}`);
  }
  return { seconds: (performance.now() - start) / 1000, megabytes: Math.ceil(Number(peak) / 1024), stdout };
}
