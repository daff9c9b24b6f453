/** Gas of one job: the suite's, and that of each peer that can do it. */
export interface GasRow {
  readonly job: string;
  readonly gas: bigint;
  readonly peers: readonly { readonly name: string; readonly gas: bigint; readonly ratio: number }[];
}

/** A row with the suite's ratio to each peer, to two decimals. */
export function gasRow(job: string, gas: bigint, peers: Readonly<Record<string, bigint>> = {}): GasRow {
  return {
    job,
    gas,
    peers: Object.entries(peers).map(([name, peer]) => ({ name, gas: peer, ratio: ratio(gas, peer) })),
  };
}

/** The rows as a person reads them. */
export function renderGasTable(rows: readonly GasRow[]): string {
  const width = Math.max(
    ...rows.flatMap(({ job, peers }) => [job.length, ...peers.map(({ name }) => name.length + 2)]),
  );
  const line = (text: string, gas: bigint, note: string): string =>
    `${text.padEnd(width)}  ${gas.toLocaleString("en-US").padStart(9)}${note}`;
  return rows
    .flatMap(({ job, gas, peers }) => [
      line(job, gas, ""),
      ...peers.map((peer) => line(`  ${peer.name}`, peer.gas, `  suite is ×${peer.ratio.toFixed(2)}`)),
    ])
    .join("\n");
}

function ratio(gas: bigint, peer: bigint): number {
  return Math.round((Number(gas) / Number(peer)) * 100) / 100;
}
