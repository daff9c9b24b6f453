import { spawnSync } from "node:child_process";

/** A part of a guide under a heading, with what a person types there. */
export interface GuideSection {
  readonly title: string;
  /** Lines of its fenced blocks, in order; continued lines are one. */
  readonly commands: readonly string[];
}

/** The parts of a guide, in order. */
export function guideSections(markdown: string): GuideSection[] {
  const sections: { title: string; commands: string[] }[] = [];
  let inBlock = false;
  for (const line of markdown.replaceAll(/\\\n/g, " ").split("\n")) {
    if (line.startsWith("```")) inBlock = !inBlock;
    else if (!inBlock && line.startsWith("#")) sections.push({ title: line.replace(/^#+ /, ""), commands: [] });
    else if (inBlock && line !== "") sections.at(-1)?.commands.push(line);
  }
  return sections;
}

/** Tasks of Hardhat that a guide tells to type. */
export function countCommands(markdown: string): number {
  return [...markdown.matchAll(/^ *npx hardhat /gm)].length;
}

/** Whether a line of a guide is a task of Hardhat. */
export function isHardhat(command: string): boolean {
  return command.startsWith("npx hardhat ");
}

/** The words after `npx hardhat`, as the shell itself makes them of quotes, comments and the rest. */
export function hardhatWords(command: string): string[] {
  const script = `npx() { shift; for word; do printf '%s\\0' "$word"; done; }\n${command}`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the shell does not understand: ${command}\n${stderr}`);
  return stdout.split("\0").slice(0, -1);
}
