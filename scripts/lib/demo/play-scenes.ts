import type { Stage } from "#lib/demo/stage";
import type { Step } from "#lib/demo/summary";

/** A step of the demonstration: how the summary lists it, and what is done. */
export type Scene = readonly [
  name: string,
  kind: Step["kind"],
  approval: Step["approval"],
  act: (stage: Stage) => Promise<string>,
];

/** One after the other. */
export async function playScenes(stage: Stage, scenes: readonly Scene[]): Promise<void> {
  for (const [name, kind, approval, act] of scenes) await stage.step({ name, kind, approval }, () => act(stage));
}
