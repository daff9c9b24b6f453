import { stripVTControlCharacters } from "node:util";

/** What each runner printed, by its name. */
export type RunnerOutputs = Readonly<Record<string, string>>;

/** Adds up what the runners counted, such as `12 passing (10 solidity, 2 mocha)`, and a line `failing` if there are any. */
export function showCounts(outputs: RunnerOutputs): string {
  const passing = lineOf("passing", outputs);
  const failing = lineOf("failing", outputs);
  return failing.startsWith("0 ") ? passing : `${passing}\n${failing}`;
}

function lineOf(word: string, outputs: RunnerOutputs): string {
  const counts = Object.entries(outputs).map(([runner, output]) => ({ runner, count: countOf(word, output) }));
  const sum = counts.reduce((total, { count }) => total + count, 0);
  return `${sum} ${word} (${counts.map(({ runner, count }) => `${count} ${runner}`).join(", ")})`;
}

/** Runners print `  12 passing` or `  12 passing (3s)` on a line of its own, coloured or not. */
function countOf(word: string, output: string): number {
  const found = new RegExp(`^\\s*(\\d+) ${word}(?: \\(.*\\))?\\s*$`, "m").exec(stripVTControlCharacters(output));
  return Number(found?.[1] ?? "0");
}
