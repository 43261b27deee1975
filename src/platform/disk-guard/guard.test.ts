import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { createGuard, type Guard } from './guard.ts';

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

interface Scene {
  readonly guard: Guard;
  readonly told: string[];
  /** What Patroni was asked to do. */
  readonly asked: { readonly authorization: string | undefined; readonly body: unknown }[];
  paused: boolean;
  /** Bytes left, by server. */
  readonly free: Record<string, number>;
  /** What a switchover is answered. */
  answer: { readonly status: number; readonly text: string };
}

/** A guard of three servers, and one Patroni that speaks for them; the first address is of one that is gone. */
async function scene(): Promise<Scene> {
  const roles = { 'postgres-1': 'leader', 'postgres-2': 'replica', 'postgres-3': 'sync_standby' };
  const state: Omit<Scene, 'guard'> = {
    told: [],
    asked: [],
    paused: false,
    free: { 'postgres-1': 1e9, 'postgres-2': 1e9, 'postgres-3': 1e9 },
    answer: { status: 200, text: 'Successfully switched over to "postgres-3"' },
  };
  const patroni = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const { authorization } = request.headers;
      state.asked.push({ authorization, body: JSON.parse(await text(request)) });
      return response.writeHead(state.answer.status).end(state.answer.text);
    }
    const members = Object.entries(roles).map(([name, role]) => ({ name, role, state: 'running' }));
    return response.end(JSON.stringify({ members, ...(state.paused && { pause: true }) }));
  });
  running.push(patroni.listen(0, '127.0.0.1'));
  await once(patroni, 'listening');
  const { port } = patroni.address() as { port: number };
  const guard = createGuard({
    servers: Object.keys(roles).map((name, index) => ({
      name,
      patroniUrl: `http://127.0.0.1:${index === 0 ? 1 : port}`,
      disk: name,
    })),
    credentials: { user: 'patroni', password: 'secret' },
    freeBytes: async (disk) => state.free[disk],
    tell: (line) => state.told.push(line),
  });
  return Object.assign(state, { guard });
}

async function looks(guard: Guard, count: number): Promise<void> {
  for (let look = 0; look < count; look += 1) await guard.look();
}

test('a disk that is full twice in a row has its server hand over, once', async () => {
  const { guard, asked, free, told } = await scene();
  await looks(guard, 3);
  expect([guard.sees, asked]).toEqual([true, []]);
  free['postgres-1'] = 0;
  await looks(guard, 1);
  expect(asked).toEqual([]);
  await looks(guard, 1);
  expect(asked).toEqual([
    {
      authorization: `Basic ${Buffer.from('patroni:secret').toString('base64')}`,
      body: { leader: 'postgres-1', candidate: 'postgres-3' },
    },
  ]);
  expect(told).toEqual([
    'the disk of postgres-1 is full (0 bytes left): it hands over to postgres-3',
    'Successfully switched over to "postgres-3"',
  ]);
  // Patroni needs a while; until then it still names the former primary.
  await looks(guard, 10);
  expect(asked).toHaveLength(1);
});

test('a disk that was full for one look only is left in peace', async () => {
  const { guard, asked, free } = await scene();
  for (const bytes of [0, 1e9, 0, 1e9]) {
    free['postgres-1'] = bytes;
    await looks(guard, 1);
  }
  expect(asked).toEqual([]);
});

test('what Patroni refuses is told, and asked again later', async () => {
  const state = await scene();
  state.free['postgres-1'] = 0;
  state.answer = { status: 412, text: 'no good candidates have been found' };
  await looks(state.guard, 2);
  expect(state.told.at(-1)).toBe('Patroni does not hand over (412): no good candidates have been found');
  expect(state.guard.sees).toBe(true);
  await looks(state.guard, 15);
  expect(state.asked).toHaveLength(2);
});

test('with all disks full it says so once, and nothing goes to and fro', async () => {
  const { guard, asked, free, told } = await scene();
  for (const name of Object.keys(free)) free[name] = 0;
  await looks(guard, 5);
  expect(asked).toEqual([]);
  expect(told).toEqual([
    'postgres-1 stays primary although its disk is full: postgres-3 has only 0 bytes left itself',
  ]);
});

test('while an operator has paused Patroni nothing is done', async () => {
  const state = await scene();
  state.free['postgres-1'] = 0;
  state.paused = true;
  await looks(state.guard, 3);
  expect(state.asked).toEqual([]);
});

test('a guard that reaches no Patroni says that it sees nothing', async () => {
  const { guard, told } = await scene();
  for (const server of running.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  await looks(guard, 2);
  expect(guard.sees).toBe(false);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^no Patroni says who is primary: /);
});
