/** Requests that a node gets at once. */
const IN_FLIGHT = 16;

/** Runs an order for each item, a few at a time; results in the order of the items. */
export async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += IN_FLIGHT) {
    results.push(...(await Promise.all(items.slice(start, start + IN_FLIGHT).map(run))));
  }
  return results;
}
