import { join } from 'node:path';
import type { Connections } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../results/write-run.ts';
import { type Load, loadAccounts } from './load.ts';

/**
 * Opens the sessions of those accounts of a load that do not log in, and writes a line for each account: its access
 * token, or nothing. Whoever starts the load removes the file when it is over.
 *
 * @returns the file, for its owner alone; null where all log in
 */
export async function writeAccessTokens(
  ctx: Pick<Context, 'localTarget' | 'postgres' | 'progress'>,
  connections: Pick<Connections, 'databaseUrl'>,
  { accounts, logInShare = 1 }: Pick<Load, 'accounts' | 'logInShare'>,
  directory: string,
): Promise<string | null> {
  if (logInShare >= 1) return null;
  const step = ctx.progress.step('Opening sessions');
  const postgres = await ctx.postgres(connections.databaseUrl);
  try {
    const userIds = await postgres.accountIds({ ...loadAccounts, count: accounts });
    const target = await ctx.localTarget();
    const sessions = target.signAccessTokens(userIds.filter((_, account) => !logsIn(account, logInShare)));
    await postgres.openSessions(sessions, sessionSeconds);
    const tokens = new Map(sessions.map(({ userId, accessToken }) => [userId, accessToken]));
    const file = join(directory, 'access-tokens');
    await writeWhole(file, userIds.map((userId) => `${tokens.get(userId) ?? ''}\n`).join(''), 0o600);
    step.succeed(`${sessions.length} signed, ${accounts - sessions.length} log in`);
    return file;
  } catch (error) {
    step.fail();
    throw error;
  } finally {
    await postgres.close();
  }
}

/** As long as an access token lives; the platform's policy says so too. */
const sessionSeconds = 900;

/** Spreads those who log in evenly over all accounts: the n-th is the one with which the share reaches n. */
export function logsIn(account: number, share: number): boolean {
  return Math.floor((account + 1) * share) > Math.floor(account * share);
}
