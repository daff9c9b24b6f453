import { Contract, isError, ZeroAddress, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { directions, failureReasons } from "#lib/bridge/gateway-words";
import { fieldsOf, gatewayAt, type GatewayView } from "#lib/bridge/read-gateway";
import { countedReasons, type MetricsSnapshot } from "#lib/bridge/snapshot-format";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * A snapshot as the contracts' own counters have it after the same block. Of the version of the parameters no view of the
 * gateway tells: it can be no later than the parameters' own.
 *
 * @throws SuiteError `chain/no-state` when the node no longer has the state of the block.
 */
export async function readCounters(
  provider: Provider,
  record: ContractsRecord,
  told: MetricsSnapshot,
): Promise<MetricsSnapshot> {
  try {
    return await counted(provider, record, told);
  } catch (cause) {
    const silent = isError(cause, "CALL_EXCEPTION") && cause.data === null;
    if (!silent && !isError(cause, "BAD_DATA")) throw cause;
    throw new SuiteError({
      code: "chain/no-state",
      message: `The node does not have the state of block ${String(told.block.number)}.`,
      hint: "It is pruned, or behind. Take the snapshot of a later block, or ask an archive node.",
      details: { block: told.block.number },
      cause,
    });
  }
}

async function counted(provider: Provider, record: ContractsRecord, told: MetricsSnapshot): Promise<MetricsSnapshot> {
  const ask = gatewayAt(provider, record, told.block.number);
  const [position, recent, conservationHolds, version] = await Promise.all([
    ask("positionOf"),
    ask("recentFailures"),
    ask("conservationHolds"),
    parametersVersion(provider, record, told.block.number),
  ]);
  const { failures, conversions, basisPoints } = texts(recent);
  const { locked, pending, owed, released, admitted } = texts(position);
  return {
    ...told,
    parametersVersion: version < BigInt(told.parametersVersion) ? version.toString() : told.parametersVersion,
    volumes: {
      ...(await volumesOf(ask, ZeroAddress)),
      counterparties: await Promise.all(
        told.volumes.counterparties.map(async ({ counterparty }) => ({
          counterparty,
          ...(await volumesOf(ask, counterparty)),
        })),
      ),
    },
    failures: { Out: await failuresOf(ask, "Out"), In: await failuresOf(ask, "In") },
    recentFailures: { failures, conversions, basisPoints },
    position: { locked, pending, owed, released, admitted },
    reserve: reserveOf(fieldsOf(position)["reserve"], told.block.timestamp),
    conservationHolds: conservationHolds === true,
  };
}

async function parametersVersion(provider: Provider, record: ContractsRecord, blockTag: number): Promise<bigint> {
  const abi = suiteInterface("BridgeParameters");
  const parameters = new Contract(record.contracts.BridgeParameters.address, abi, provider);
  return (await parameters.getFunction("version").staticCall({ blockTag })) as bigint;
}

type Volumes = Pick<MetricsSnapshot["volumes"], "Out" | "In">;

async function volumesOf(ask: GatewayView, counterparty: string): Promise<Volumes> {
  const of = async (direction: keyof Volumes): Promise<Volumes["Out"]> => {
    const { converted, refunded, conversions } = texts(
      await ask("volumeOf", directions.indexOf(direction), counterparty),
    );
    return { converted, refunded, conversions };
  };
  return { Out: await of("Out"), In: await of("In") };
}

async function failuresOf(ask: GatewayView, direction: keyof Volumes): Promise<MetricsSnapshot["failures"]["Out"]> {
  const counts = await Promise.all(
    countedReasons.map(async (reason) => {
      const count = await ask("failuresOf", directions.indexOf(direction), failureReasons.indexOf(reason));
      return [reason, String(count)] as const;
    }),
  );
  return Object.fromEntries(counts) as MetricsSnapshot["failures"]["Out"];
}

function reserveOf(answer: unknown, timestamp: number): MetricsSnapshot["reserve"] {
  const { issued, redeemed, observedAt, digest } = texts(answer);
  const seen = Number(observedAt);
  return seen === 0 ? null : { issued, redeemed, observedAt: seen, age: timestamp - seen, digest };
}

/** Fields of a struct, integers as decimal strings. */
function texts(answer: unknown): Record<Field, string> {
  const entries = Object.entries(fieldsOf(answer)).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(entries) as Record<Field, string>;
}

type Field =
  | keyof MetricsSnapshot["position"]
  | keyof MetricsSnapshot["recentFailures"]
  | keyof Volumes["Out"]
  | "issued"
  | "redeemed"
  | "observedAt"
  | "digest";
