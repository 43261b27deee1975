/** Where a platform's alerts are seen: what fires, and what was told to people. */
export interface Watched {
  readonly prometheusUrl: string;
  readonly alertRecorderFile: string;
}

/** Something that breaks, and the alerts that must tell it. */
export interface AlertFault<Platform extends Watched> {
  readonly title: string;
  readonly alerts: readonly string[];
  /** In the gate as well: fires and is mended in seconds. */
  readonly short?: boolean;
  /** @returns what mends it */
  begin(platform: Platform): Promise<() => Promise<unknown>>;
}

/** Repeats something until it is told to stop; resolves when the last time is over. */
export function again(action: () => Promise<unknown>): () => Promise<void> {
  let isOver = false;
  const running = (async () => {
    while (!isOver) await action();
  })();
  // Whoever breaks something looks at alerts meanwhile; a failure is told when it is mended.
  running.catch(() => undefined);
  return () => {
    isOver = true;
    return running;
  };
}
