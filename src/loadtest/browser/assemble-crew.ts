import { randomBytes } from 'node:crypto';
import type { Browsers, Probe } from '../../adapters/browser/browsers.ts';
import type { Connections } from '../../adapters/local-target.ts';
import type { Context } from '../../context.ts';
import { Crew } from './crew.ts';
import type { BrowserRequest } from './request.ts';

/** Accounts of the browsers, apart from those of light participants. */
const accounts = { emailPattern: 'browser-%05d@load.gomeet.test', first: 1 } as const;

/**
 * Starts the browsers, signs each of them in and lets the first open the room. Throws when one of them cannot; none of
 * them stays then.
 */
export async function assembleCrew(
  ctx: Pick<Context, 'browsers' | 'postgres' | 'progress' | 'now' | 'monotonic'>,
  { apiUrl, databaseUrl }: Pick<Connections, 'apiUrl' | 'databaseUrl'>,
  executable: string,
  { browsers: count, participants }: BrowserRequest,
): Promise<Crew> {
  const step = ctx.progress.step(`Starting ${count} browsers`);
  const opened: Probe[] = [];
  try {
    const password = randomBytes(18).toString('base64url');
    const postgres = await ctx.postgres(databaseUrl);
    await postgres.seedAccounts({ ...accounts, count, password }).finally(() => postgres.close());
    const browsers = await ctx.browsers();
    const signedIn = [];
    for (let i = 0; i < count; i += 1) {
      const probe = await openNext(browsers, { executable, apiUrl }, opened);
      const email = accounts.emailPattern.replace('%05d', String(accounts.first + i).padStart(5, '0'));
      signedIn.push({ probe, ...(await probe.signIn({ email, password })) });
      step.update({ done: i + 1, total: count });
    }
    const [host] = opened;
    if (host === undefined) throw new RangeError('there is no browser to open the room');
    const { roomId } = await host.openRoom({ name: 'Browser test', maxUsers: count + participants });
    step.succeed();
    return new Crew(ctx, roomId, signedIn);
  } catch (error) {
    step.fail();
    await Promise.all(opened.map((probe) => probe.end()));
    throw error;
  }
}

async function openNext(
  browsers: Browsers,
  options: { executable: string; apiUrl: string },
  opened: Probe[],
): Promise<Probe> {
  const probe = await browsers.open(options);
  opened.push(probe);
  return probe;
}
