import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ExitCode, GomeetError, interruptedError } from '../errors.ts';
import { type Change, changeSet, pendingChanges } from './change-set.ts';
import { ensureTurnCertificate } from './ha/turn-certificate.ts';
import { initialisePostgres } from './initialise-postgres.ts';
import { writeJson } from './json-file.ts';
import { keepToLoopback } from './keep-to-loopback.ts';
import { layoutOf } from './layout.ts';
import { mountDisk } from './own-disk.ts';
import { type PreparedProfile, type ProfileRequest, prepareProfile } from './prepare-profile.ts';
import { identify } from './process-identity.ts';
import type { ServiceStatus } from './service.ts';
import type { StartFailure } from './service-runner.ts';
import { startSupervisor } from './start-supervisor.ts';
import { stopOrphans } from './stop-orphans.ts';
import type { RecordedProcess } from './supervisor.ts';
import { applyServices, livingSupervisor, lookAtServices } from './supervisor-client.ts';
import type { LocalWorld, WorkProgress } from './world.ts';
import { writeConfiguration } from './write-configuration.ts';

export interface Deployment {
  /** Counts the deployments that changed something. */
  readonly revision: number;
  readonly changes: readonly Change[];
  /** False when there was nothing to change. */
  readonly applied: boolean;
  readonly durationMs: number;
}

/** What a deployment would do, without doing it. */
export async function planLocal(world: LocalWorld, request: ProfileRequest): Promise<Change[]> {
  const running = await runningServices(world);
  const { services } = await prepareProfile(world, request, running);
  return changeSet(running, services);
}

/**
 * Brings the platform to the wanted state and waits until each service is ready. Puts right what an interrupted or
 * killed command left behind.
 *
 * @throws GomeetError naming each service that did not come up, why, and the end of its log
 */
export async function deployLocal(
  world: LocalWorld,
  request: ProfileRequest & { readonly progress: WorkProgress },
): Promise<Deployment> {
  const startedAt = world.now();
  const layout = layoutOf(world.directory);
  const orphans = await stopOrphans(layout);
  if (orphans.length > 0)
    request.progress.note(`stopped what a killed supervisor had left: ${orphans.join(', ')}`);
  const running = await runningServices(world);
  if (request.profile === 'ha') await ensureTurnCertificate(layout, world.now());
  const prepared = await prepareProfile(world, request, running);
  const changes = changeSet(running, prepared.services);
  const pending = pendingChanges(changes);
  const done = (revision: number): Deployment => ({
    revision,
    changes,
    applied: pending.length > 0,
    durationMs: world.now() - startedAt,
  });
  const isReady = running.every(({ state }) => state === 'ready' || state === 'done');
  if (pending.length === 0 && isReady) return done(lastRevision(layout.revisions));

  const { inputs } = prepared;
  writeJson(layout.profile, { profile: request.profile });
  writeJson(layout.ports, inputs.ports);
  await writeConfiguration(prepared.files, inputs.programs.livekitServer);
  for (const { disk } of prepared.services) if (disk !== undefined) await mountDisk(disk);
  // Patroni makes its own databases.
  if (request.profile === 'lean') await createDatabase(world, prepared, request.progress);
  const supervisor = livingSupervisor(layout) ?? (await startSupervisor(layout));
  // Not before somebody is there to take the rules away again, should this command end here.
  await keepToLoopback(layout.directory, prepared.services);
  const step = request.progress.step('start services');
  const started: string[] = [];
  // A restart is told twice: stopped, then ready.
  const total = pending.reduce((sum, { action }) => sum + (action === 'restart' ? 2 : 1), 0);
  try {
    for await (const event of applyServices(supervisor, prepared.services, world.signal)) {
      if (event.event === 'end') {
        if (event.failures.length > 0) throw notReady(event.failures);
      } else {
        started.push(`${event.name} ${event.state} (${(event.tookMs / 1000).toFixed(1)} s)`);
        step.update({ done: started.length, total, text: started.at(-1) ?? '' });
      }
    }
  } catch (error) {
    step.fail();
    if (world.signal.aborted) throw interruptedError('deploy');
    throw error;
  }
  step.succeed(started.join(', ') || 'all recovered');
  if (pending.length === 0) return done(lastRevision(layout.revisions));
  return done(recordRevision(layout.revisions, world.now(), pending));
}

export async function runningServices(
  world: Pick<LocalWorld, 'directory' | 'signal'>,
): Promise<ServiceStatus[]> {
  const supervisor = livingSupervisor(layoutOf(world.directory));
  return supervisor === undefined ? [] : lookAtServices(supervisor, world.signal);
}

async function createDatabase(
  world: LocalWorld,
  { inputs, postgresMajorVersion }: PreparedProfile,
  progress: WorkProgress,
): Promise<void> {
  const { layout, postgres, programs, secrets } = inputs;
  const server = { binDirectory: programs.postgresBin, majorVersion: postgresMajorVersion };
  // On record like a service: if this command is killed meanwhile, the next one stops initdb.
  const record = (processId: number): void => {
    const identity = identify(processId);
    if (identity === undefined) return;
    const initdb: RecordedProcess = { name: 'initdb', identity, stop: { signal: 'SIGTERM', timeoutMs: 200 } };
    writeJson(layout.processes, [initdb]);
  };
  if (await initialisePostgres(postgres, server, secrets.databasePassword, world.signal, record)) {
    rmSync(layout.processes, { force: true });
    progress.note(`created the database in ${dirname(postgres.dataDirectory)}`);
  }
}

function notReady(failures: readonly StartFailure[]): GomeetError {
  const text = failures.map(({ name, reason, log, logTail }) =>
    [`${name}: ${reason}`, ...logTail.map((line) => `    ${line}`), `    (${log})`].join('\n'),
  );
  const timedOut = failures.every((failure) => failure.timedOut);
  return new GomeetError(`not everything came up\n${text.join('\n')}`, {
    exitCode: timedOut ? ExitCode.timeout : ExitCode.critical,
    code: 'service-not-ready',
    hint: 'mend it and run gomeet deploy again (what runs already stays), or: gomeet down',
  });
}

function lastRevision(path: string): number {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').length;
  } catch {
    return 0;
  }
}

function recordRevision(path: string, at: number, changes: readonly Change[]): number {
  const revision = lastRevision(path) + 1;
  appendFileSync(path, `${JSON.stringify({ revision, at: new Date(at).toISOString(), changes })}\n`, {
    mode: 0o600,
  });
  return revision;
}
