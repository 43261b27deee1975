import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { choosePorts, isFree, takenPorts } from './choose-ports.ts';
import { firstCandidate, listenerNames, listenerRange, mediaRange, nextCandidate } from './ports.ts';

const servers: Server[] = [];

/** Opens a listener on a port of the kernel's choice. */
async function listener(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const request = {
  directory: '/project/.gomeet',
  listeners: listenerNames(2),
  configured: {},
  remembered: {},
  own: new Set<number>(),
};

describe('ranges', () => {
  test('lie below the ports of outgoing connections', () => {
    expect(listenerRange.last).toBeLessThan(32_768);
    expect(mediaRange.last).toBeLessThan(listenerRange.first);
  });

  test('a directory always begins at the same place, within the range', () => {
    const first = firstCandidate('/a/.gomeet');
    expect(firstCandidate('/a/.gomeet')).toBe(first);
    expect(first).toBeGreaterThanOrEqual(listenerRange.first);
    expect(first).toBeLessThanOrEqual(listenerRange.last - 19);
    expect(nextCandidate(listenerRange.last)).toBe(listenerRange.first);
  });
});

describe('choosing', () => {
  test('every listener has a port of its own', async () => {
    const ports = await choosePorts(request);
    expect(Object.keys(ports)).toEqual(listenerNames(2));
    expect(new Set(Object.values(ports)).size).toBe(listenerNames(2).length);
  });

  test('a remembered port is kept while it is free, and given up when it is taken', async () => {
    const taken = await listener();
    const first = await choosePorts(request);
    const remembered = { ...first, redis: taken };
    const second = await choosePorts({ ...request, remembered });
    expect(second.redis).not.toBe(taken);
    expect({ ...second, redis: 0 }).toEqual({ ...first, redis: 0 });
  });

  test('a port that our own service holds is not taken', async () => {
    const own = await listener();
    const ports = await choosePorts({ ...request, remembered: { redis: own }, own: new Set([own]) });
    expect(ports.redis).toBe(own);
  });

  test('a configured port is taken as it is, or refused with its holder', async () => {
    const taken = await listener();
    await expect(choosePorts({ ...request, configured: { api: taken } })).rejects.toMatchObject({
      code: 'port-in-use',
      exitCode: 7,
      message: expect.stringContaining(`port ${taken}, configured for api, is in use by`),
    });
    expect(await takenPorts({ configured: { api: taken, redis: undefined }, own: new Set() })).toMatchObject([
      { listener: 'api', port: taken },
    ]);
    expect(await isFree(taken)).toBe(false);
  });
});
