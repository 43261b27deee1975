import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Policy } from '../policy.ts';
import type { Connection } from './connection.ts';
import { CloseCode } from './messages.ts';

/** Sockets that are told goodbye before other work gets a turn: 500 take about 10 ms. */
const sliceSize = 500;

/**
 * How long clients are spread over when they come back: as long as the workers that remain need to take them in, at least a
 * second, and not so long that people notice more than a pause.
 */
export const reconnectSpreadMs = (connections: number, limits: Policy['webSocket']): number =>
  Math.min(Math.max(1000, (connections / limits.reconnectsPerSecond) * 1000), limits.maxReconnectSpreadMs);

/** Sends all clients elsewhere, each at a moment of its own. */
export async function drain(
  connections: ReadonlySet<Connection>,
  limits: Policy['webSocket'],
): Promise<void> {
  const spreadMs = reconnectSpreadMs(connections.size, limits);
  let told = 0;
  for (const connection of [...connections]) {
    connection.send({ type: 'reconnect', afterMs: Math.round(Math.random() * spreadMs) });
    connection.close(CloseCode.restart, 'restart');
    told += 1;
    if (told % sliceSize === 0) await nextTurn();
  }
  // Clients answer a close frame at once; the ones that do not are gone, and nobody waits for them.
  for (let waitedMs = 0; connections.size > 0 && waitedMs < 1500; waitedMs += 50) await delay(50);
  for (const connection of connections) connection.terminate();
}
