import type { Context } from '../../context.ts';
import { pause } from '../../deployment/kubernetes/pause.ts';
import type { GatewayAnswer } from './gateway-check.ts';

/** Asks the platform, from where this command runs, whether it is well. */
export async function askGateway(ctx: Pick<Context, 'getJson'>, url: string): Promise<GatewayAnswer> {
  try {
    const { status } = await ctx.getJson(`${url}/health`);
    return { url, status };
  } catch (error) {
    const { message, cause } = error as Error;
    return { url, error: cause instanceof Error && cause.message !== '' ? cause.message : message };
  }
}

/** A gateway needs some seconds to learn its routes, a name minutes until name servers know it. */
const ASK_EVERY_MS = 2_000;

/** Asks until the answer is 200, the time is over or the signal aborts. @returns the last answer */
export async function awaitGateway(
  ctx: Pick<Context, 'getJson' | 'monotonic' | 'progress'>,
  url: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<GatewayAnswer> {
  const step = ctx.progress.step(`wait until ${url} answers`);
  const endsAt = ctx.monotonic() + timeoutMs;
  for (;;) {
    const answer = await askGateway(ctx, url);
    const isWell = 'status' in answer && answer.status === 200;
    if (isWell) step.succeed();
    else if (signal.aborted || ctx.monotonic() >= endsAt) step.fail();
    else {
      step.update({ text: 'status' in answer ? `HTTP ${answer.status}` : answer.error });
      await pause(ASK_EVERY_MS, signal);
      continue;
    }
    return answer;
  }
}
