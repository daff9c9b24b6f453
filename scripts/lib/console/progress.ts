import { stderr } from "node:process";

/** Says how far a long piece of work is. */
export interface Progress {
  /**
   * @param done Of the total, in its unit.
   * @param note What else is worth knowing, such as how much was found.
   */
  readonly at: (done: number, note?: string) => void;
  readonly end: () => void;
}

/** Begins a piece of work. */
export type StartProgress = (label: string, total: number) => Progress;

const WIDTH = 30;

/** A bar on stderr, with rate and time left: redrawn on a terminal, else a line for every tenth. */
export const terminalProgress: StartProgress = (label, total) => {
  const begun = performance.now();
  const steps = stderr.isTTY ? 100 : 10;
  let drawn = -1;
  const at = (done: number, note?: string): void => {
    const step = Math.min(steps, total === 0 ? steps : Math.floor((done / total) * steps));
    if (step === drawn) return;
    drawn = step;
    const filled = Math.round((step / steps) * WIDTH);
    const bar = `  ${label} [${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${Math.round((step / steps) * 100)} %`;
    const line = [`${bar}${pace(done, total, performance.now() - begun)}`, note].join("  ").trimEnd();
    stderr.write(stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
  };
  at(0);
  return {
    at,
    end: () => {
      at(total);
      if (stderr.isTTY) stderr.write("\n");
    },
  };
};

/** Rate and time left; nothing where there is nothing to go by. */
function pace(done: number, total: number, milliseconds: number): string {
  if (done === 0 || milliseconds === 0) return "";
  const rate = (done * 1000) / milliseconds;
  const left = Math.ceil((total - done) / rate);
  const [minutes, seconds] = [Math.floor(left / 60), String(left % 60).padStart(2, "0")];
  return `  ${Math.round(rate).toLocaleString("en-US")}/s  ${String(minutes)}:${seconds} left`;
}

/** For programs and tests. */
export const silentProgress: StartProgress = () => ({ at: () => undefined, end: () => undefined });
