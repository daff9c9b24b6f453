/** Requests that a node gets at once. */
export const IN_FLIGHT = 16;

/** Runs an order for each item, a few at a time; results in the order of the items. */
export async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for await (const result of ahead(items, () => IN_FLIGHT, run)) results.push(result);
  return results;
}

/**
 * Runs an order for each item and yields the results in the order of the items, while the orders of the next ones are under
 * way.
 *
 * @param depth How many may be under way; asked before each.
 */
export async function* ahead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  depth: () => number,
  run: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const result = run(item);
    // It is waited for in its turn; until then a failure is nobody's surprise.
    result.catch(() => undefined);
    underWay.push(result);
    while (underWay.length >= depth()) yield* first(underWay);
  }
  while (underWay.length > 0) yield* first(underWay);
}

async function* first<R>(underWay: Promise<R>[]): AsyncGenerator<R, void, undefined> {
  const result = underWay.shift();
  if (result !== undefined) yield await result;
}
