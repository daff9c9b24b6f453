import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { SystemBook } from "#lib/emergency/systems";
import type { Tally } from "#lib/monitor/tally";

/** Where the state of the suite is read: one node, at its latest block. */
export interface StateSource {
  readonly provider: Provider;
  readonly record: ContractsRecord;
  /** What events brought into being: it says what to ask for. */
  readonly tally: Pick<Tally, "subjects">;
  readonly systems: SystemBook;
  /** Unix time of the block. */
  readonly now: number;
}
