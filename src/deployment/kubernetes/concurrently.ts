/** Requests under way at once: enough to hide their latency, few enough for the fairness limits of a small API server. */
const CONCURRENCY = 16;

/** Works on all items, some at a time; results stand in the order of the items. The first error stops what has not begun. */
export async function concurrently<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const queue = items.entries();
  let isStopped = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (isStopped) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        isStopped = true;
        throw error;
      }
    }
  };
  const workers = await Promise.allSettled(
    Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker),
  );
  // All have ended when the error is told: nothing is written behind the back of whoever handles it.
  const failed = workers.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (failed !== undefined) throw failed.reason;
  return results;
}
