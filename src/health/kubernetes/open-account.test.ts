import { expect, test } from 'vitest';
import { openAccount } from './open-account.ts';

const wish = { email: 'a@load.gomeet.test', password: 'of the test', firstName: 'A', lastName: 'B' };

/** An API that answers what is written, in turn, and remembers what it was asked. */
function playedApi(...answers: readonly { status: number; body: unknown }[]) {
  const asked: string[] = [];
  const left = [...answers];
  return {
    asked,
    postJson: async (url: string) => {
      asked.push(new URL(url).pathname);
      return left.shift() ?? { status: 500, body: null };
    },
  };
}
const good = { status: 200, body: { user: { id: 'u1' }, accessToken: 'token' } };
const signedIn = (state: string) => ({ state, userId: 'u1', accessToken: 'token' });
const unknown = { status: 401, body: { title: 'Wrong credentials' } };

test('an account that is there is signed in, and none is opened', async () => {
  const api = playedApi(good);
  expect(await openAccount(api, 'http://meet.test', wish)).toEqual(signedIn('there'));
  expect(api.asked).toEqual(['/api/v1/auth/login']);
});

test('one that is not there is opened and signed in', async () => {
  const api = playedApi(unknown, { status: 201, body: {} }, good);
  expect(await openAccount(api, 'http://meet.test', wish)).toEqual(signedIn('opened'));
  expect(api.asked).toEqual(['/api/v1/auth/login', '/api/v1/auth/register', '/api/v1/auth/login']);
});

test.each([
  [
    'the limit of new accounts',
    [unknown, { status: 429, body: { detail: 'The limit is 20.' } }],
    429,
    'The limit is 20.',
  ],
  ['another password', [unknown, { status: 409, body: { title: 'Taken' } }], 409, 'Taken'],
  [
    'an address that is not confirmed',
    [unknown, { status: 201, body: {} }, { status: 403, body: null }],
    403,
    '',
  ],
  ['an API that is away', [{ status: 503, body: { title: 'no database' } }], 503, 'no database'],
] as const)('%s is told in the API’s words', async (_what, answers, status, said) => {
  expect(await openAccount(playedApi(...answers), 'http://meet.test', wish)).toEqual({
    state: 'refused',
    status,
    said,
  });
});
