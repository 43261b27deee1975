import { setTimeout as delay } from 'node:timers/promises';
import type { LocalTarget } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';

type Services = Awaited<ReturnType<LocalTarget['status']>>['services'];

/** What the platform knows of itself while it is drilled. */
export interface PlatformWatch {
  /** Each change of a service's state, by the monotonic clock. */
  readonly changes: readonly { readonly atMs: number; readonly text: string; readonly isWell: boolean }[];
  /** Since when every service has been ready; null while one is not. */
  readonly wholeSinceMs: number | null;
  stop(): Promise<void>;
}

/** A look costs a request to each service; on two cores more often than once a second would be felt by what is measured. */
const lookEveryMs = 1_000;

/** Looks at every service, in turn, until stopped. */
export function watchPlatform(
  ctx: Pick<Context, 'monotonic'>,
  target: Pick<LocalTarget, 'status'>,
): PlatformWatch {
  const over = new AbortController();
  const states = new Map<string, string>();
  const changes: { atMs: number; text: string; isWell: boolean }[] = [];
  let wholeSinceMs: number | null = null;

  const note = (services: Services): void => {
    const atMs = ctx.monotonic();
    for (const { name, state, processId, reason } of services) {
      const isWell = state === 'ready';
      // A process that was replaced between two looks has been away too.
      const now = `${state} ${processId}`;
      const before = states.get(name);
      states.set(name, now);
      if (before === undefined || before === now) continue;
      changes.push({ atMs, isWell, text: `${name} is ${state}${reason === undefined ? '' : `: ${reason}`}` });
    }
    const isWhole = services.length > 0 && services.every(({ state }) => state === 'ready');
    wholeSinceMs = isWhole ? (wholeSinceMs ?? atMs) : null;
    if (changes.some((change) => change.atMs === atMs) && isWhole) wholeSinceMs = atMs;
  };
  const looking = (async () => {
    while (!over.signal.aborted) {
      const services = await target.status().then(
        (status) => status.services,
        () => undefined,
      );
      if (services !== undefined) note(services);
      else wholeSinceMs = null;
      await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    changes,
    get wholeSinceMs() {
      return wholeSinceMs;
    },
    async stop() {
      over.abort();
      await looking;
    },
  };
}
