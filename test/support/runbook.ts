import { readFileSync } from "node:fs";

/** A line that is typed, and what it prints. */
export interface RunbookStep {
  readonly command: string;
  /** Lines of what it prints, in order, `…` for whatever stands there; none when the runbook does not say. */
  readonly prints: readonly string[];
}

/** One way through a runbook's "Do": what all ways begin with, and what comes under a heading of its own. */
export interface RunbookBranch {
  /** Of the heading; empty when there is one way only. */
  readonly title: string;
  readonly steps: readonly RunbookStep[];
}

/** A page of `docs/runbooks`, as somebody works through it. */
export interface Runbook {
  readonly title: string;
  readonly look: readonly RunbookStep[];
  /** Alternatives; each ends where "Over when" begins. */
  readonly branches: readonly RunbookBranch[];
  readonly over: readonly RunbookStep[];
}

interface Part {
  readonly level: number;
  readonly title: string;
  readonly steps: RunbookStep[];
}

/**
 * Reads a runbook: a title, `## Look`, `## Do` with a `###` for each alternative, `## Over when`. A plain fenced block is
 * typed line by line; a block marked `text` after it is what its last line prints.
 *
 * @throws When the page has other parts than these.
 */
export function readRunbook(path: string): Runbook {
  const parts = partsOf(readFileSync(path, "utf8"));
  const [title = "", ...outline] = parts.filter(({ level }) => level < 3).map((part) => part.title);
  if (outline.join() !== "Look,Do,Over when") throw new Error(`${path} has the parts ${outline.join(", ")}`);
  const stepsOf = (heading: string): RunbookStep[] => parts.find((part) => part.title === heading)?.steps ?? [];
  const common = stepsOf("Do");
  const alternatives = parts.filter(({ level }) => level === 3);
  return {
    title,
    look: stepsOf("Look"),
    branches:
      alternatives.length === 0
        ? [{ title: "", steps: common }]
        : alternatives.map((way) => ({ title: way.title, steps: [...common, ...way.steps] })),
    over: stepsOf("Over when"),
  };
}

/** Every line that a runbook tells to type. */
export function runbookCommands({ look, branches, over }: Runbook): string[] {
  return [...look, ...branches.flatMap(({ steps }) => steps), ...over].map(({ command }) => command);
}

function partsOf(markdown: string): Part[] {
  const parts: Part[] = [];
  let block: "none" | "typed" | "printed" = "none";
  for (const line of markdown.replaceAll(/\\\n/g, " ").split("\n")) {
    const steps = parts.at(-1)?.steps;
    if (line.startsWith("```")) {
      block = block !== "none" ? "none" : line === "```text" ? "printed" : "typed";
    } else if (block === "typed" && line !== "") {
      steps?.push({ command: line, prints: [] });
    } else if (block === "printed") {
      const last = steps?.pop();
      if (last === undefined) throw new Error(`nothing is typed that could print: ${line}`);
      steps?.push({ ...last, prints: [...last.prints, line] });
    } else if (line.startsWith("#")) {
      const [marks = ""] = line.split(" ", 1);
      parts.push({ level: marks.length, title: line.slice(marks.length + 1), steps: [] });
    }
  }
  return parts;
}
