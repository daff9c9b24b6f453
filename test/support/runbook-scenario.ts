import type { RunbookWorld } from "#support/runbook-world";

/** How an alert comes about, and how one knows that it is over. */
export interface RunbookScenario {
  /**
   * Brings an ordinary night into the state that raises the alert.
   *
   * @param branch Title of the alternative that will be taken.
   */
  readonly raise: (world: RunbookWorld, branch: string) => Promise<void>;
  /** What others do after the branch's commands: operators elsewhere, time. */
  readonly meanwhile?: (world: RunbookWorld, branch: string) => Promise<void>;
  /** The state that the runbook promises, asked of the contracts themselves. */
  readonly promised: (world: RunbookWorld, branch: string) => Promise<void>;
}

/** By alert. */
export type RunbookScenarios = Readonly<Record<string, RunbookScenario>>;
