import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, test, vi } from 'vitest';
import type { PlatformDoors } from '../adapters/platform-doors.ts';
import { productionPolicy } from '../platform/api/policy.ts';
import { openAcknowledgedLog } from './acknowledged-log.ts';
import { inviteGuests } from './invite-guests.ts';
import { probeEveryMs } from './probe.ts';
import { watchDoors } from './watch-doors.ts';

const monotonic = () => performance.now();
const accounts = Array.from({ length: 16 }, (_, index) => ({
  userId: `u${index}`,
  accessToken: `t${index}`,
}));

/** A platform that answers at once and remembers who asked for what. */
function rememberingPlatform() {
  const asked: { token: string; what: 'read' | 'join' | 'delete' | 'other' }[] = [];
  const database = {
    prepare: async () => {},
    read: async () => {},
    write: async () => {},
    close: async () => {},
  };
  const doors = {
    async request({ url, method, token = '' }: { url: string; method?: string; token?: string }) {
      const ofRoom = method === 'DELETE' ? 'delete' : 'read';
      const what = url.endsWith('/join') ? 'join' : /rooms\/r1$/.test(url) ? ofRoom : 'other';
      asked.push({ token, what });
      return { status: 200, body: { id: 'r1', ticket: '', livekit: { url: 'ws://media', token: 'media' } } };
    },
    socket: () => new Promise<never>(() => {}),
    database: () => ({ ...database, rows: async () => [], remove: async () => {} }),
  };
  const ctx = {
    localTarget: async () => ({
      signAccessTokens: (ids: readonly string[]) => accounts.slice(0, ids.length),
    }),
    postgres: async () => ({
      seedAccounts: async () => {},
      accountIds: async ({ count }: { count: number }) =>
        accounts.slice(0, count).map(({ userId }) => userId),
      openSessions: async () => {},
      close: async () => {},
    }),
  };
  return { asked, doors: doors as unknown as PlatformDoors, ctx: ctx as never };
}

test('no account is asked for more than the API allows it, however long a drill lasts', async () => {
  const { asked, doors, ctx } = rememberingPlatform();
  const guests = await inviteGuests(ctx, doors, { apiUrl: 'http://api', databaseUrl: '' });
  const log = await openAcknowledgedLog(join(mkdtempSync(join(tmpdir(), 'gomeet-doors-')), 'log'));
  const watched = await watchDoors({ monotonic }, doors, guests, '', log);
  const of = (what: 'read' | 'join') => asked.filter((each) => each.what === what);
  await vi.waitFor(() => expect(of('read').length).toBeGreaterThanOrEqual(32), 30_000);
  await watched.stop();
  await watched.remove();
  const mostInAMinute = (what: 'read' | 'join'): number => {
    const shares = accounts.map(
      ({ accessToken }) => of(what).filter(({ token }) => token === accessToken).length / of(what).length,
    );
    return Math.max(...shares) * (60_000 / probeEveryMs);
  };
  const { join: joins, overall } = productionPolicy.limits;
  expect(mostInAMinute('join')).toBeLessThan(joins.quota);
  expect(mostInAMinute('read') + mostInAMinute('join')).toBeLessThan(overall.quota);
});

test('a drill that is over leaves no room behind', async () => {
  const { asked, doors, ctx } = rememberingPlatform();
  const guests = await inviteGuests(ctx, doors, { apiUrl: 'http://api', databaseUrl: '' });
  const log = await openAcknowledgedLog(join(mkdtempSync(join(tmpdir(), 'gomeet-doors-')), 'log'));
  const watched = await watchDoors({ monotonic }, doors, guests, '', log);
  await watched.stop();
  await watched.remove();
  expect(asked.at(-1)).toEqual({ token: 't0', what: 'delete' });
});
