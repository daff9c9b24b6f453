import hre from "hardhat";

/** What something in this process printed. */
export interface Captured {
  /** What it returned: the exit code of a task. */
  readonly exitCode: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a task in this process with `--json`; options that are not given have their defaults. */
export async function captureTask(id: readonly string[], taskArguments: object): Promise<Captured> {
  const task = hre.tasks.getTask([...id]);
  return captured(() => task.run({ ...taskArguments, json: true }));
}

/** Runs something, and takes what it prints and the exit code that it leaves. */
export async function captured(run: () => Promise<unknown>): Promise<Captured> {
  const write = process.stdout.write.bind(process.stdout);
  const complain = process.stderr.write.bind(process.stderr);
  let stdout = "";
  let stderr = "";
  process.stdout.write = (text: string | Uint8Array): boolean => ((stdout += text.toString()), true);
  process.stderr.write = (text: string | Uint8Array): boolean => ((stderr += text.toString()), true);
  try {
    const exitCode = await run();
    return { exitCode, stdout, stderr };
  } finally {
    process.stdout.write = write;
    process.stderr.write = complain;
    process.exitCode = undefined;
  }
}

/** Of the given arguments those that a task knows. */
export function accepted(id: string, given: object): object {
  const task = hre.tasks.getTask(id.split(" "));
  const known = new Set([...task.options.keys(), ...task.positionalArguments.map(({ name }) => name)]);
  return Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name)));
}
