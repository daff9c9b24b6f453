import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A line that somebody types, and what the runbook says it prints. */
export interface RunbookCommand {
  readonly line: string;
  /** How it ends; where it is to be refused, the last line that it is said to print is `exit code 3`. */
  readonly exitCode: number;
  /** Lines of its answer, in order; `…` stands for anything. Others may lie between them. */
  readonly prints: readonly string[];
}

/** `## 3. Two members sign`. */
export interface RunbookStep {
  readonly number: number;
  readonly title: string;
  readonly commands: readonly RunbookCommand[];
}

/** A recovery as an operator reads it. */
export interface Runbook {
  readonly name: string;
  readonly steps: readonly RunbookStep[];
}

const STEP = /^## (\d+)\. (.+)$/;
const HEADINGS = ["**When.** ", "**Who.** "] as const;
const END = "## State at the end";

/**
 * Reads a runbook of a recovery, and holds it to its form: a title, when, who, steps counted from 1, the state at the end.
 * A block ```` ```text ```` is what the command before it prints; every other block is typed.
 */
export function readRunbook(name: string): Runbook {
  const text = readFileSync(join("docs/runbooks", `${name}.md`), "utf8").replaceAll(/\\\n */g, "");
  const [title = "", ...lines] = text.split("\n");
  if (!title.startsWith("# Recover: ")) throw new Error(`${name} has the title "${title}"`);
  for (const heading of HEADINGS) {
    if (!lines.some((line) => line.startsWith(heading))) throw new Error(`${name} does not say "${heading}"`);
  }
  const end = lines.indexOf(END);
  if (end < 0 || lines.slice(end + 1).every((line) => line === "")) throw new Error(`${name} promises no state`);
  return { name, steps: stepsOf(name, lines.slice(0, end)) };
}

/** Whether the lines appear in what was printed, in order. */
export function missingLine(printed: string, expected: readonly string[]): string | undefined {
  const lines = printed.split("\n");
  let next = 0;
  for (const line of expected) {
    const pattern = new RegExp(`^${plain(line).split("…").map(literally).join(".*")}$`);
    const found = lines.findIndex((candidate, index) => index >= next && pattern.test(plain(candidate)));
    if (found < 0) return line;
    next = found + 1;
  }
  return undefined;
}

/** Columns are as wide as what else stands in them. */
function plain(line: string): string {
  return line.trim().replaceAll(/\s+/g, " ");
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

interface TypedLine {
  readonly line: string;
  exitCode: number;
  readonly prints: string[];
}

function show(command: TypedLine | undefined, printed: string): void {
  const [, exitCode] = /^exit code (\d+)$/.exec(printed) ?? [];
  if (command === undefined) throw new Error(`nothing is typed that could print: ${printed}`);
  if (exitCode === undefined) command.prints.push(printed);
  else command.exitCode = Number(exitCode);
}

function stepsOf(name: string, lines: readonly string[]): RunbookStep[] {
  const steps: { number: number; title: string; commands: TypedLine[] }[] = [];
  let block: "typed" | "printed" | undefined;
  for (const line of lines) {
    const [, number, title] = STEP.exec(line) ?? [];
    const last = steps.at(-1);
    if (line.startsWith("```")) {
      block = block !== undefined ? undefined : line === "```text" ? "printed" : "typed";
    } else if (block === undefined && number !== undefined && title !== undefined) {
      if (Number(number) !== steps.length + 1) throw new Error(`${name}: step ${number} comes after ${steps.length}`);
      steps.push({ number: Number(number), title, commands: [] });
    } else if (block !== undefined && line !== "") {
      if (last === undefined) throw new Error(`${name}: "${line}" belongs to no step`);
      if (block === "printed") show(last.commands.at(-1), line);
      else last.commands.push({ line, exitCode: 0, prints: [] });
    }
  }
  for (const { number, commands } of steps) {
    if (commands.length === 0) throw new Error(`${name}: step ${number} has nothing to type`);
  }
  return steps;
}
