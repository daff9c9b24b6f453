import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { SystemBook } from "#lib/emergency/systems";
import type { Tally } from "#lib/monitor/tally";

/** What people call the things that the chain knows by ids; each gives back the id of what has no name. */
export interface Names {
  readonly systems: SystemBook;
  readonly incident: (id: string) => string;
  readonly key: (id: string) => string;
  readonly program: (id: string) => string;
}

/** Where the state of the suite is read: one node, at its latest block. */
export interface StateSource {
  readonly provider: Provider;
  readonly record: ContractsRecord;
  /** What events brought into being: it says what to ask for. */
  readonly tally: Pick<Tally, "subjects">;
  readonly names: Names;
  /** Unix time of the block. */
  readonly now: number;
}
