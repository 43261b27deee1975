import type { Page } from 'puppeteer-core';

/** How a page did over a while. */
export interface PageFigures {
  /** Page frames in each whole second. */
  readonly framesPerSecond: readonly number[];
  /** Tasks of more than 50 ms, during which the page could neither draw nor answer. */
  readonly longTasksMs: readonly number[];
}

/** Counts page frames and long tasks from now on, until {@link readFigures}. */
export const startFigures = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const watch = { framesAt: [], longTasksMs: [], running: true };
    watch.observer = new PerformanceObserver((list) =>
      watch.longTasksMs.push(...list.getEntries().map(({ duration }) => duration)));
    watch.observer.observe({ type: 'longtask' });
    const onFrame = (atMs) => {
      watch.framesAt.push(atMs);
      if (watch.running) requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    globalThis.figuresWatch = watch;
  })()`);

export async function readFigures(page: Page): Promise<PageFigures> {
  const { framesAt, longTasksMs } = (await page.evaluate(`(() => {
    const { framesAt, longTasksMs, observer } = figuresWatch;
    figuresWatch.running = false;
    observer.disconnect();
    return { framesAt, longTasksMs };
  })()`)) as { framesAt: number[]; longTasksMs: number[] };
  return { framesPerSecond: framesInSeconds(framesAt), longTasksMs };
}

/** A second without any frame counts as 0; the last second, which is not whole, is left out. */
function framesInSeconds(framesAt: readonly number[]): number[] {
  const [first = 0, last = 0] = [framesAt[0], framesAt.at(-1)];
  const seconds = Array.from({ length: Math.floor((last - first) / 1000) }, () => 0);
  for (const atMs of framesAt) {
    const second = Math.floor((atMs - first) / 1000);
    if (second < seconds.length) seconds[second] = (seconds[second] ?? 0) + 1;
  }
  return seconds;
}

/** The share-th value of the ordered values: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? Number.NaN;
}

/** JavaScript heap in use after a garbage collection. */
export async function heapBytes(page: Page): Promise<number> {
  const devTools = await page.createCDPSession();
  try {
    await devTools.send('HeapProfiler.collectGarbage');
    return (await devTools.send('Runtime.getHeapUsage')).usedSize;
  } finally {
    await devTools.detach();
  }
}
