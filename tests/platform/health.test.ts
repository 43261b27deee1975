import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually } from './support/services.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let probes = 0;
let status = 503;

/** Stands where LiveKit would, fails as told, and counts how often it is asked. */
const media = createServer((_request, response) => {
  probes += 1;
  response.writeHead(status).end();
});

beforeAll(async () => {
  platform = await startPlatform();
  await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await platform.stop();
  await new Promise((resolve) => media.close(resolve));
});

beforeEach(async () => {
  probes = 0;
  status = 503;
  const apiUrl = `http://127.0.0.1:${(media.address() as AddressInfo).port}`;
  app = await platform.startWorker({ config: { livekit: { ...platform.config.livekit, apiUrl } } });
});
afterEach(() => app.close());

test('while a service is down, callers one after the other share the look at it', slow, async () => {
  const calls = 50;
  for (let call = 0; call < calls; call += 1) expect((await app.inject('/readyz')).statusCode).toBe(503);
  expect(probes).toBeLessThan(calls / 5);
});

test('callers at the same moment share one look', slow, async () => {
  await Promise.all(Array.from({ length: 20 }, () => app.inject('/readyz')));
  expect(probes).toBe(1);
});

test('a service that comes back, or goes, is soon seen', slow, async () => {
  expect((await app.inject('/readyz')).json().dependencies.livekit.state).toBe('failed');
  status = 200;
  await eventually('ready', async () => expect((await app.inject('/readyz')).statusCode).toBe(200));
  status = 503;
  await eventually('failed', async () => expect((await app.inject('/readyz')).statusCode).toBe(503));
});
