import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from './json-file.ts';
import { layoutOf } from './layout.ts';
import { unmountDisks } from './own-disk.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { isAlive, signalProcess } from './process-identity.ts';
import { stopOrphans, stopProcess } from './stop-orphans.ts';
import { livingSupervisor, type SupervisorRecord, stopServices } from './supervisor-client.ts';
import type { LocalWorld, WorkProgress } from './world.ts';

/** How long the supervisor may take to leave after its last word. */
const supervisorLeaves = { signal: 'SIGTERM', timeoutMs: 2_000 } as const;

/**
 * Stops every process of the target, those of a killed or hanging supervisor too. Data stay, unless `wipe` is set: then
 * everything that the target ever wrote goes.
 *
 * @param request.keep names in the target's folder that stay all the same, such as the key of backups that lie elsewhere
 */
export async function downLocal(
  world: Pick<LocalWorld, 'directory'>,
  request: { readonly wipe: boolean; readonly keep?: readonly string[]; readonly progress: WorkProgress },
): Promise<{ stopped: string[]; wiped: boolean }> {
  const layout = layoutOf(world.directory);
  const stopped: string[] = [];
  const supervisor = livingSupervisor(layout);
  if (supervisor !== undefined) {
    const step = request.progress.step('stop services');
    stopped.push(...(await stopSupervisor(supervisor)));
    step.succeed(stopped.join(', '));
  }
  stopped.push(...(await stopOrphans(layout)));
  const place = readJson<{ postgres: PostgresPlace }>(layout.places)?.postgres;
  if (place !== undefined) await unmountDisks(dirname(place.dataDirectory));
  const wiped = request.wipe && existsSync(layout.directory);
  if (wiped) {
    if (place !== undefined) rmSync(dirname(place.dataDirectory), { recursive: true, force: true });
    wipe(layout.directory, request.keep ?? []);
  }
  return { stopped, wiped };
}

function wipe(directory: string, keep: readonly string[]): void {
  const kept = readdirSync(directory).filter((name) => keep.includes(name));
  const doomed =
    kept.length === 0 ? [directory] : readdirSync(directory).map((name) => join(directory, name));
  for (const path of doomed)
    if (!kept.some((name) => path === join(directory, name))) rmSync(path, { recursive: true, force: true });
}

async function stopSupervisor(supervisor: SupervisorRecord): Promise<string[]> {
  const stopped: string[] = [];
  // A paused supervisor would keep us waiting for ever.
  signalProcess(supervisor.identity, 'SIGCONT', 'process');
  try {
    for await (const event of stopServices(supervisor)) {
      if (event.event === 'service' && event.state === 'stopped') stopped.push(event.name);
    }
  } catch {
    // It does not answer (its socket is gone, or it was killed meanwhile): it is ended here, and what it leaves is stopped by its record.
  }
  if (isAlive(supervisor.identity)) {
    await stopProcess({ identity: supervisor.identity, stop: supervisorLeaves });
  }
  return stopped;
}
