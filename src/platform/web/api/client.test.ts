import { expect, test } from 'vitest';
import { createClient } from './client.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly key: string | null;
  readonly body: unknown;
}

type Answer = Response | (() => Response | Promise<Response>);

const json = (body: unknown, status = 200): Response => Response.json(body, { status });
const problem = (code: string, status: number, headers: Record<string, string> = {}): Response =>
  new Response(
    JSON.stringify({ type: `/problems/${code}`, title: 'Title', status, detail: 'Detail', requestId: 'r-1' }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );

/** A server that answers each request by `answer`, and a client that talks to it. */
function setUp(answer: (call: Call) => Answer) {
  const calls: Call[] = [];
  let ids = 0;
  const client = createClient({
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      const call = {
        method: init?.method ?? 'GET',
        path: String(input).replace('/api/v1', ''),
        token: headers.get('authorization'),
        key: headers.get('idempotency-key'),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body,
      };
      calls.push(call);
      const given = answer(call);
      return typeof given === 'function' ? given() : given;
    },
    randomId: () => {
      ids += 1;
      return `key-${ids}`;
    },
  });
  return { client, calls };
}

test('bears the access token and leaves out what a query does not say', async () => {
  const { client, calls } = setUp(() => json({ items: [] }));
  client.setAccessToken('t1');
  await client.get('/rooms', { query: { filter: 'mine', cursor: undefined } });
  expect(calls[0]).toMatchObject({ method: 'GET', path: '/rooms?filter=mine', token: 'Bearer t1' });
});

test('a 204 has no body', async () => {
  const { client } = setUp(() => new Response(null, { status: 204 }));
  expect(await client.post('/auth/logout', {})).toBeUndefined();
});

test('when the token has expired, many requests renew it by one refresh and are sent again', async () => {
  const { client, calls } = setUp(({ path, token }) => {
    if (path === '/auth/refresh') return json({ accessToken: 't2' });
    return token === 'Bearer t2' ? json({ path }) : problem('unauthenticated', 401);
  });
  client.setAccessToken('t1');
  const answers = await Promise.all(['/a', '/b', '/c'].map((path) => client.get(path)));
  expect(answers).toEqual([{ path: '/a' }, { path: '/b' }, { path: '/c' }]);
  expect(calls.filter(({ path }) => path === '/auth/refresh')).toHaveLength(1);
});

test('a request whose token another one has renewed meanwhile does not refresh again', async () => {
  const { client, calls } = setUp(({ path, token }) => {
    if (path === '/auth/refresh') return json({ accessToken: 't3' });
    if (token === 'Bearer t1') {
      client.setAccessToken('t2');
      return problem('unauthenticated', 401);
    }
    return json({ token });
  });
  client.setAccessToken('t1');
  expect(await client.get('/a')).toEqual({ token: 'Bearer t2' });
  expect(calls.map(({ path }) => path)).toEqual(['/a', '/a']);
});

test('a session that is over is told once and the first answer stands', async () => {
  const { client } = setUp(({ path }) =>
    problem(path === '/auth/refresh' ? 'session-ended' : 'unauthenticated', 401),
  );
  let ends = 0;
  client.onSessionEnd(() => {
    ends += 1;
  });
  client.setAccessToken('t1');
  await expect(client.get('/a')).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
  expect(ends).toBe(1);
});

test('wrong credentials are not an expired token: nothing is refreshed', async () => {
  const { client, calls } = setUp(() => problem('wrong-credentials', 401));
  await expect(client.post('/auth/login', {})).rejects.toMatchObject({ code: 'wrong-credentials' });
  expect(calls).toHaveLength(1);
});

test('a refusal keeps what the server says, with the time to wait', async () => {
  const { client } = setUp(() => problem('rate-limited', 429, { 'retry-after': '12' }));
  await expect(client.get('/a')).rejects.toMatchObject({
    code: 'rate-limited',
    message: 'Detail',
    requestId: 'r-1',
    retryAfterSeconds: 12,
  });
});

test('an answer of a proxy that is no problem document is one all the same', async () => {
  const { client } = setUp(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(client.get('/a')).rejects.toMatchObject({ status: 502, code: 'unexpected' });
});

test('a creation is repeated with the same key when the network fails, and then gives up', async () => {
  let failures = 1;
  const { client, calls } = setUp(() => () => {
    failures -= 1;
    if (failures >= 0) throw new TypeError('Failed to fetch');
    return json({ id: 'r1' }, 201);
  });
  expect(await client.create('/rooms', { name: 'Weekly' })).toEqual({ id: 'r1' });
  expect(calls.map(({ key }) => key)).toEqual(['key-1', 'key-1']);

  failures = 2;
  await expect(client.create('/rooms', {})).rejects.toMatchObject({ status: 0, code: 'offline' });
  expect(calls.slice(2).map(({ key }) => key)).toEqual(['key-2', 'key-2']);
});

test('a creation that was refused is not repeated', async () => {
  const { client, calls } = setUp(() => problem('invalid-request', 400));
  await expect(client.create('/rooms', {})).rejects.toMatchObject({ code: 'invalid-request' });
  expect(calls).toHaveLength(1);
});

test('a file is sent as it is', async () => {
  const { client, calls } = setUp(() => new Response(null, { status: 204 }));
  const picture = new Blob(['pixels'], { type: 'image/webp' });
  await client.put('/users/profile/avatar', picture);
  expect(calls[0]?.body).toBe(picture);
});
