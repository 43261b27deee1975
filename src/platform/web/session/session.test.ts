import { expect, test } from 'vitest';
import { createClient } from '../api/client.ts';
import { createSession } from './session.ts';

const user = { id: 'u1', email: 'ada@example.org', firstName: 'Ada', lastName: 'Lovelace' };

/** A session over a server that answers by path, and a browser's storage. */
function setUp(answers: Readonly<Record<string, () => Response>>, stored: Record<string, string> = {}) {
  const storage = new Map(Object.entries(stored));
  const paths: string[] = [];
  const client = createClient({
    async fetch(input) {
      const path = String(input).replace('/api/v1', '');
      paths.push(path);
      return answers[path]?.() ?? Response.json({}, { status: 404 });
    },
    randomId: () => 'key',
  });
  const session = createSession(client, {
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => void storage.set(key, value),
    removeItem: (key) => void storage.delete(key),
  });
  return { session, storage, paths };
}

const refreshed = () => Response.json({ accessToken: 't1' });
const ended = () =>
  Response.json({ type: '/problems/session-ended', title: 'The session is over' }, { status: 401 });

test('a browser that never logged in asks the server nothing', async () => {
  const { session, paths } = setUp({});
  await session.restore();
  expect(session.status.value).toBe('signed-out');
  expect(paths).toEqual([]);
});

test('a browser that has a session takes it up again', async () => {
  const answers = { '/auth/refresh': refreshed, '/users/profile': () => Response.json({ user }) };
  const { session } = setUp(answers, { 'gomeet.signed-in': '1' });
  await session.restore();
  expect(session.status.value).toBe('signed-in');
  expect(session.user.value).toEqual(user);
});

test('a session that ended meanwhile is forgotten', async () => {
  const { session, storage } = setUp({ '/auth/refresh': ended }, { 'gomeet.signed-in': '1' });
  await session.restore();
  expect(session.status.value).toBe('signed-out');
  expect(storage.size).toBe(0);
});

test('a server that cannot be reached does not log anybody out', async () => {
  const { session, storage } = setUp(
    {
      '/auth/refresh': () => {
        throw new TypeError('Failed to fetch');
      },
    },
    { 'gomeet.signed-in': '1' },
  );
  await expect(session.restore()).rejects.toMatchObject({ code: 'offline' });
  expect(session.status.value).toBe('restoring');
  expect(storage.get('gomeet.signed-in')).toBe('1');
});

test('logging in and out, with no token in the storage', async () => {
  const { session, storage } = setUp({
    '/auth/login': () => Response.json({ accessToken: 'secret-token', user }),
    '/auth/logout': () => new Response(null, { status: 204 }),
  });
  await session.login({ email: user.email, password: 'p' });
  expect(session.status.value).toBe('signed-in');
  expect(JSON.stringify([...storage])).not.toContain('secret-token');
  await session.logout();
  expect(session.status.value).toBe('signed-out');
  expect(session.user.value).toBeUndefined();
});
