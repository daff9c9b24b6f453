export interface FileCoverage {
  readonly source: string;
  readonly hit: number;
  readonly found: number;
  /** Line numbers. */
  readonly missed: readonly number[];
}

export interface ContractsCoverage {
  readonly files: readonly FileCoverage[];
  readonly hit: number;
  readonly found: number;
}

/**
 * Line coverage of `contracts/` from an lcov report (`geninfo(1)`): `SF:` names the file, `DA:<line>,<count>` a line.
 * Counted from the lines themselves, not from the report's own sums. Test code is left out.
 */
export function contractsCoverage(lcov: string): ContractsCoverage {
  const files = lcov
    .split("end_of_record")
    .map(fileCoverage)
    .filter(({ source, found }) => source.startsWith("contracts/") && found > 0)
    .sort((a, b) => (a.source < b.source ? -1 : 1));
  const sum = (pick: (file: FileCoverage) => number): number => files.reduce((total, file) => total + pick(file), 0);
  return { files, hit: sum(({ hit }) => hit), found: sum(({ found }) => found) };
}

function fileCoverage(record: string): FileCoverage {
  const source = (/^SF:(.*)$/m.exec(record)?.[1] ?? "").replaceAll("\\", "/").replace(/^\.\//, "");
  const counts = new Map<number, number>();
  for (const [, line, count] of record.matchAll(/^DA:(\d+),(\d+)/gm)) {
    counts.set(Number(line), (counts.get(Number(line)) ?? 0) + Number(count));
  }
  const missed = [...counts].filter(([, count]) => count === 0).map(([line]) => line);
  return { source, hit: counts.size - missed.length, found: counts.size, missed };
}
