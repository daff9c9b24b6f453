import { stderr } from "node:process";

/** Says how far a long piece of work is. */
export interface Progress {
  /** @param done Of the total, in its unit. */
  readonly at: (done: number) => void;
  readonly end: () => void;
}

/** Begins a piece of work. */
export type StartProgress = (label: string, total: number) => Progress;

const WIDTH = 30;

/** A bar on stderr: redrawn on a terminal, else a line for every tenth. */
export const terminalProgress: StartProgress = (label, total) => {
  const steps = stderr.isTTY ? 100 : 10;
  let drawn = -1;
  const at = (done: number): void => {
    const step = Math.min(steps, total === 0 ? steps : Math.floor((done / total) * steps));
    if (step === drawn) return;
    drawn = step;
    const filled = Math.round((step / steps) * WIDTH);
    const bar = `  ${label} [${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${Math.round((step / steps) * 100)} %`;
    stderr.write(stderr.isTTY ? `\r${bar}` : `${bar}\n`);
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

/** For programs and tests. */
export const silentProgress: StartProgress = () => ({ at: () => undefined, end: () => undefined });
