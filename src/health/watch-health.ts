import type { Context, Output } from '../context.ts';
import { pause } from '../deployment/kubernetes/pause.ts';
import type { CheckResult } from './check.ts';
import { shortView } from './short-view.ts';

const askEveryMs = 5_000;

/**
 * Looks again and again until Ctrl-C, and writes when something has changed. No call is made: one every few seconds would be
 * a load of its own.
 *
 * @returns the last look
 */
export async function watchHealth(
  ctx: Pick<Context, 'now' | 'signal'> & { readonly stdout: Output },
  look: () => Promise<readonly CheckResult[]>,
): Promise<readonly CheckResult[]> {
  let shown = '';
  let last: readonly CheckResult[] = [];
  while (!ctx.signal.aborted) {
    last = await look();
    const state = last.map(({ title, status }) => `${title} ${status}`).join();
    if (state !== shown) ctx.stdout.write(`${new Date(ctx.now()).toISOString()}\n${shortView(last)}\n\n`);
    shown = state;
    await pause(askEveryMs, ctx.signal);
  }
  return last;
}
