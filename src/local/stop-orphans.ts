import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { removeCuts } from './cut-off.ts';
import { readJson } from './json-file.ts';
import type { Layout } from './layout.ts';
import { postgresFolders } from './postgres-place.ts';
import { isAlive, signalProcess } from './process-identity.ts';
import { stopStrays } from './stop-strays.ts';
import type { RecordedProcess } from './supervisor.ts';
import { livingSupervisor } from './supervisor-client.ts';

/** How long a PostgreSQL without its Patroni may take to write its checkpoint. */
const strayPatienceMs = 20_000;

/**
 * Stops what a killed supervisor left running, last started first, and forgets it. A process whose number
 * was given to another one since is left alone.
 *
 * @returns the names of the services that were still running
 */
export async function stopOrphans(layout: Layout): Promise<string[]> {
  if (livingSupervisor(layout) !== undefined) return [];
  const orphans = (readJson<RecordedProcess[]>(layout.processes) ?? []).filter(({ identity }) =>
    isAlive(identity),
  );
  for (const orphan of orphans.reverse()) await stopProcess(orphan);
  for (const folder of postgresFolders(layout)) await stopStrays(folder, strayPatienceMs);
  await removeCuts(layout.directory);
  rmSync(layout.processes, { force: true });
  rmSync(layout.supervisor, { force: true });
  return orphans.map(({ name }) => name);
}

/** Signal, patience, SIGKILL to its group; returns when it is gone. */
export async function stopProcess({
  identity,
  stop,
}: Pick<RecordedProcess, 'identity' | 'stop'>): Promise<void> {
  const startedAt = Date.now();
  let repeatAfterMs = stop.repeatAfterMs;
  signalProcess(identity, stop.signal, 'process');
  signalProcess(identity, 'SIGCONT', 'process');
  while (isAlive(identity)) {
    const elapsedMs = Date.now() - startedAt;
    if (elapsedMs > stop.timeoutMs) signalProcess(identity, 'SIGKILL', 'group');
    else if (repeatAfterMs !== undefined && elapsedMs > repeatAfterMs) {
      signalProcess(identity, stop.signal, 'process');
      repeatAfterMs = undefined;
    }
    await delay(20);
  }
}
