import type { Context } from '../context.ts';
import { pause } from '../deployment/kubernetes/pause.ts';
import type { CheckResult } from './check.ts';
import { type FailOn, isFault } from './health-run.ts';

/** Often enough to see a service come up, seldom enough to be no load. */
const askEveryMs = 2_000;

interface Wait {
  /** One look at everything below the call. */
  look(): Promise<readonly CheckResult[]>;
  readonly timeoutMs: number;
  readonly failOn: FailOn;
}

/** Asks until nothing is wrong, the time is over or the user ends it. @returns what was seen last, and whether all was well in time */
export async function awaitHealth(
  ctx: Pick<Context, 'monotonic' | 'progress' | 'signal'>,
  { look, timeoutMs, failOn }: Wait,
): Promise<{ readonly inTime: boolean; readonly last: readonly CheckResult[] }> {
  const endsAt = ctx.monotonic() + timeoutMs;
  const step = ctx.progress.step('wait until the platform is well');
  for (;;) {
    const last = await look();
    const faults = last.filter(({ status }) => isFault(status, failOn));
    if (faults.length === 0) {
      step.succeed();
      return { inTime: true, last };
    }
    const text = faults.map(({ title }) => title).join(', ');
    if (ctx.signal.aborted || ctx.monotonic() + askEveryMs > endsAt) {
      step.fail(text);
      return { inTime: false, last };
    }
    step.update({ text });
    await pause(askEveryMs, ctx.signal);
  }
}
