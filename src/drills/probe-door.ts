import type { Context } from '../context.ts';
import { type ProbeResult, probeEveryMs, probePatienceMs } from './probe.ts';

/** One try. It resolves when the door did what it is for; after the signal's end nobody waits for it any more. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/** A door under watch. */
export interface ProbedDoor {
  /** All that was found so far, in the order in which the answers came. */
  readonly results: readonly ProbeResult[];
  /** Ends the probing, and waits for the probes that are still under way. */
  stop(): Promise<void>;
}

/**
 * Probes a door at a steady pace until it is stopped. A probe begins at its moment whether or not those before it were answered,
 * so that a door that hangs is seen to come back at once; one that hangs longer than the patience has failed.
 */
export function probeDoor(
  ctx: Pick<Context, 'monotonic'>,
  probe: Probe,
  { everyMs = probeEveryMs, patienceMs = probePatienceMs } = {},
): ProbedDoor {
  const results: ProbeResult[] = [];
  const underWay = new Set<Promise<void>>();
  const begin = (): void => {
    const one = tryOnce(ctx, probe, patienceMs).then((result) => {
      results.push(result);
      underWay.delete(one);
    });
    underWay.add(one);
  };
  const timer = setInterval(begin, everyMs);
  return {
    results,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function tryOnce(
  ctx: Pick<Context, 'monotonic'>,
  probe: Probe,
  patienceMs: number,
): Promise<ProbeResult> {
  const startedAtMs = ctx.monotonic();
  const patience = new AbortController();
  const { promise: hung, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    patience.abort();
    reject(new Error(`no answer within ${patienceMs} ms`));
  }, patienceMs);
  try {
    await Promise.race([probe(patience.signal), hung]);
    return { startedAtMs, endedAtMs: ctx.monotonic(), failure: null };
  } catch (error) {
    return { startedAtMs, endedAtMs: ctx.monotonic(), failure: wordsOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** A connection that was tried at several addresses fails with an error without words of its own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return wordsOf(error.errors[0]);
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return message || code || String(error);
}
