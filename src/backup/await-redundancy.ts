import { setTimeout as delay } from 'node:timers/promises';
import { ExitCode, GomeetError } from '../errors.ts';
import { type BackupWorld, databaseUrls } from './backup-world.ts';

/** A replica that has to rewind or copy its primary anew takes some ten seconds here; later than this nobody would call it a restore. */
const withinMs = 120_000;
const lookEveryMs = 500;

/**
 * Waits until every other database server streams from the primary, and one of them holds each commit before it is acknowledged:
 * only then a platform of several servers is what it was.
 *
 * @throws GomeetError (timeout, `not-redundant`) saying which of them follows
 */
export async function awaitRedundancy(
  ctx: Pick<BackupWorld, 'localTarget' | 'looks' | 'monotonic' | 'signal'>,
): Promise<void> {
  const urls = databaseUrls(await (await ctx.localTarget()).connections());
  const looks = await ctx.looks();
  const deadlineMs = ctx.monotonic() + withinMs;
  for (;;) {
    const seen = await Promise.all(urls.map((url) => looks.postgres(url).catch(() => undefined)));
    const replicas = seen.find((look) => look?.isPrimary)?.replicas ?? [];
    const streaming = replicas.filter(({ state }) => state === 'streaming');
    const isSafe = streaming.some(({ syncState }) => syncState === 'sync' || syncState === 'quorum');
    if (isSafe && streaming.length >= urls.length - 1) return;
    if (ctx.monotonic() > deadlineMs)
      throw notRedundant(
        replicas.map(({ name, state, syncState }) => `${name} ${state} (${syncState})`),
        urls.length - 1,
      );
    await delay(lookEveryMs, undefined, { signal: ctx.signal });
  }
}

const notRedundant = (found: readonly string[], needed: number): GomeetError =>
  new GomeetError(
    `the data are restored and served, but not every server follows after ${withinMs / 1000} s: ${found.join(', ') || 'none does'}; needed: ${needed} that stream, one of them in step`,
    { exitCode: ExitCode.timeout, code: 'not-redundant', hint: 'gomeet health-check' },
  );
