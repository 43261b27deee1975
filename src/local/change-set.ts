import type { Service, ServiceStatus } from './service.ts';

/** One line of what a deployment does. */
export interface Change {
  readonly action: 'start' | 'restart' | 'stop' | 'unchanged';
  readonly kind: 'process' | 'task';
  readonly namespace: 'local';
  readonly name: string;
  /** Why, for a restart or a renewed start; absent otherwise. */
  readonly reason?: string;
}

/** Restarted by themselves or gone: the next deployment starts these anew. */
const dead: readonly string[] = ['stopped', 'failed', 'stopping'];

/** What has to be done so that `desired` runs. In order of dependency; what goes away comes last. */
export function changeSet(running: readonly ServiceStatus[], desired: readonly Service[]): Change[] {
  const wanted = new Set(desired.map(({ name }) => name));
  const changes = desired.map((service) =>
    changeOf(
      service,
      running.find(({ name }) => name === service.name),
    ),
  );
  const gone = running.filter(({ name, state }) => !wanted.has(name) && state !== 'stopped');
  return [...changes, ...gone.map(({ name, kind }) => change('stop', kind, name))];
}

function changeOf(service: Service, running: ServiceStatus | undefined): Change {
  if (running === undefined) return change('start', service.kind, service.name);
  if (dead.includes(running.state))
    return change('start', service.kind, service.name, `it is ${running.state}`);
  const different = Object.keys({ ...running.digests, ...service.digests }).filter(
    (part) => running.digests[part] !== service.digests[part],
  );
  if (different.length === 0) return change('unchanged', service.kind, service.name);
  return change('restart', service.kind, service.name, `${different.join(', ')} changed`);
}

const change = (action: Change['action'], kind: Change['kind'], name: string, reason?: string): Change => ({
  action,
  kind,
  namespace: 'local',
  name,
  ...(reason === undefined ? {} : { reason }),
});

/** The changes that do something. */
export function pendingChanges(changes: readonly Change[]): Change[] {
  return changes.filter(({ action }) => action !== 'unchanged');
}
