import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createPlatformDoors } from '../adapters/platform-doors.ts';
import { recoveryOf } from './availability.ts';
import { probeDoor } from './probe-door.ts';

const clock = { monotonic: () => performance.now() };
const slow = { tags: ['slow'] };

/** A real server whose truth is known: it answers, says no, or says nothing. */
async function fakeDependency() {
  const truth: { mood: 'well' | 'refuses' | 'hangs' } = { mood: 'well' };
  const server = createServer((_request, response) => {
    if (truth.mood === 'hangs') return;
    response.statusCode = truth.mood === 'well' ? 200 : 503;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const probe = async (signal: AbortSignal): Promise<void> => {
    const { status } = await createPlatformDoors().request({ url: `http://127.0.0.1:${port}/`, signal });
    if (status !== 200) throw new Error(`answered ${status}`);
  };
  return { truth, probe };
}

test.each(['refuses', 'hangs'] as const)(
  'an outage of 2.000 s in which the dependency %s is reported within 100 ms',
  slow,
  async (mood) => {
    const { truth, probe } = await fakeDependency();
    const door = probeDoor(clock, probe);
    await delay(500);
    truth.mood = mood;
    const downAt = clock.monotonic();
    await delay(2000);
    truth.mood = 'well';
    const upAt = clock.monotonic();
    await delay(1500);
    await door.stop();
    const { downMs, firstMs } = recoveryOf(door.results, { faultAtMs: downAt, untilMs: clock.monotonic() });
    // What was injected is measured too: a timer of a busy machine may be late.
    expect(Math.abs(downMs - (upAt - downAt))).toBeLessThanOrEqual(100);
    expect(Math.abs((firstMs ?? 0) - (upAt - downAt))).toBeLessThanOrEqual(100);
  },
);

test('a probe that hangs has failed, and its signal tells it to give up', async () => {
  let gaveUp = false;
  const hang = (signal: AbortSignal): Promise<void> =>
    new Promise(() => {
      signal.addEventListener('abort', () => {
        gaveUp = true;
      });
    });
  const door = probeDoor(clock, hang, { everyMs: 5, patienceMs: 20 });
  await expect.poll(() => door.results.length).toBeGreaterThan(2);
  await door.stop();
  expect(door.results.every(({ failure }) => failure === 'no answer within 20 ms')).toBe(true);
  expect(gaveUp).toBe(true);
});
