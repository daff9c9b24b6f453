import { Contract, decodeBytes32String, ZeroHash, type Log, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** One release, as the change that brought it recorded it. */
export interface Release {
  readonly from: string;
  readonly to: string;
  readonly artifactDigest: string;
  /** Null for one that the break-glass path recorded. */
  readonly changeId: string | null;
  readonly transactionHash: string;
  readonly blockNumber: number;
}

/** A component with its releases, oldest first. Times are Unix seconds. */
export interface Component {
  /** The name, where the 32 bytes spell one; else themselves. */
  readonly name: string;
  readonly id: string;
  /** What it runs; null before the first release. */
  readonly version: string | null;
  readonly releasedAt: number | null;
  /** The least time between two releases, in seconds; null until one is set. */
  readonly cadence: number | null;
  /** Before which no release is taken; null when any time will do. */
  readonly notBefore: number | null;
  readonly releases: readonly Release[];
}

/** Every component that was released or has a cadence, in the order in which the chain first heard of it. */
export async function listComponents(provider: Provider, record: ContractsRecord): Promise<Component[]> {
  const abi = suiteInterface("OperationsLog");
  const { address } = record.contracts.OperationsLog;
  const all = await readHistory(provider, record, "OperationsLog");
  const log = new Contract(address, abi, provider);
  const heard = all.filter((item) => ["ReleaseRecorded", "ReleaseCadenceSet"].includes(nameOf(item)));
  const ids = [...new Set(heard.map(({ topics }) => topics[1] ?? ZeroHash))];
  return Promise.all(
    ids.map(async (id) => {
      const [[version, releasedAt], cadence] = await Promise.all([
        log.getFunction("releaseOf").staticCall(id) as Promise<[string, bigint]>,
        log.getFunction("releaseCadence").staticCall(id) as Promise<bigint>,
      ]);
      const releases = heard.filter((item) => item.topics[1] === id && nameOf(item) === "ReleaseRecorded");
      const isReleased = releasedAt !== 0n;
      return {
        name: componentName(id),
        id,
        version: isReleased ? version : null,
        releasedAt: isReleased ? Number(releasedAt) : null,
        cadence: cadence === 0n ? null : Number(cadence),
        notBefore: isReleased && cadence !== 0n ? Number(releasedAt + cadence) : null,
        releases: releases.map(releaseOf),
      };
    }),
  );
}

/** Lines for people. */
export function describeComponent({ name, version, releasedAt, cadence, notBefore, releases }: Component): string[] {
  const runs = version === null || releasedAt === null ? "not released" : `${version} since ${isoTime(releasedAt)}`;
  const pace = cadence === null ? "no cadence" : `at most every ${showDuration(cadence)}`;
  const next = notBefore === null ? "" : `, next from ${isoTime(notBefore)}`;
  return [
    `${name}  ${runs}  ${pace}${next}`,
    ...releases.map(
      ({ from, to, artifactDigest, changeId }) =>
        `  ${from === "" ? "first release" : from} → ${to}  ${artifactDigest}  by ${changeId === null ? "break-glass" : `change ${changeId}`}`,
    ),
  ];
}

function nameOf({ topics, data }: Log): string {
  return suiteInterface("OperationsLog").parseLog({ topics: [...topics], data })?.name ?? "";
}

function releaseOf({ topics, data, transactionHash, blockNumber }: Log): Release {
  const args =
    suiteInterface("OperationsLog")
      .parseLog({ topics: [...topics], data })
      ?.args.toObject() ?? {};
  const changeId = String(args["changeId"]);
  return {
    from: String(args["fromVersion"]),
    to: String(args["toVersion"]),
    artifactDigest: String(args["artifactDigest"]),
    changeId: changeId === ZeroHash ? null : changeId,
    transactionHash,
    blockNumber,
  };
}

/** Components are named by 32 bytes of text, such as `node`, or by a digest. */
function componentName(id: string): string {
  try {
    const text = decodeBytes32String(id);
    return /^[\x20-\x7e]+$/.test(text) ? text : id;
  } catch {
    return id;
  }
}
