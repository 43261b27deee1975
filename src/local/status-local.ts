import { readJson } from './json-file.ts';
import { layoutOf } from './layout.ts';
import type { Ports } from './ports.ts';
import { isAlive } from './process-identity.ts';
import { deployedProfile, type LocalProfile } from './profile.ts';
import type { ServiceState, ServiceStatus } from './service.ts';
import type { RecordedProcess } from './supervisor.ts';
import { livingSupervisor, lookAtServices } from './supervisor-client.ts';
import type { LocalWorld } from './world.ts';

export interface Status {
  readonly target: 'local';
  /** The one that was deployed last; `lean` before any was. */
  readonly profile: LocalProfile;
  readonly services: readonly {
    readonly name: string;
    readonly state: ServiceState | 'orphaned';
    readonly reason?: string;
    readonly address: string;
    readonly processId: number | null;
    readonly restarts: number;
    readonly log: string;
  }[];
  readonly urls: Urls;
}

/** Null while nothing serves it. */
interface Urls {
  readonly api: string | null;
  readonly web: string | null;
  readonly livekit: string | null;
  /** Where to read what the platform has mailed. */
  readonly mailbox: string | null;
  readonly openapi: string | null;
}

/** What runs, after a fresh look at each service. */
export async function statusLocal(world: Pick<LocalWorld, 'directory' | 'signal'>): Promise<Status> {
  const layout = layoutOf(world.directory);
  const supervisor = livingSupervisor(layout);
  const statuses = supervisor === undefined ? [] : await lookAtServices(supervisor, world.signal);
  const services = statuses
    .filter(({ kind, state }) => kind === 'process' || state !== 'done')
    .map(({ name, state, reason, address, processId, restarts, log }) => ({
      name,
      state,
      ...(reason === undefined ? {} : { reason }),
      address,
      processId,
      restarts,
      log,
    }));
  const orphans = supervisor === undefined ? orphansOf(world.directory) : [];
  return {
    target: 'local',
    profile: deployedProfile(layout),
    services: [...services, ...orphans],
    urls: await urlsOf(statuses, readJson<Ports>(layout.ports) ?? {}, world.signal),
  };
}

async function urlsOf(services: readonly ServiceStatus[], ports: Ports, signal: AbortSignal): Promise<Urls> {
  const up = (prefix: string): boolean =>
    services.some(({ name, state }) => name.startsWith(prefix) && state === 'ready');
  const api = up('api-') ? local('http', ports.api) : null;
  return {
    api,
    web: api !== null && (await servesPages(api, signal)) ? `${api}/` : null,
    livekit: up('livekit') ? local('ws', ports.livekit) : null,
    mailbox: up('mailbox') ? local('http', ports.mailbox) : null,
    openapi: api === null ? null : `${api}/openapi.json`,
  };
}

/** Whether the API has the web app: it may have been deployed before that was built. */
async function servesPages(api: string, signal: AbortSignal): Promise<boolean> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(2_000)]);
  const options = { method: 'HEAD', headers: { accept: 'text/html' }, signal: within };
  return fetch(`${api}/`, options).then(
    ({ ok }) => ok,
    () => false,
  );
}

const local = (scheme: string, port: number | undefined): string => `${scheme}://127.0.0.1:${port}`;

/** Processes that a killed supervisor left: `deploy` and `down` put them right. */
function orphansOf(directory: string): Status['services'] {
  const recorded = readJson<RecordedProcess[]>(layoutOf(directory).processes) ?? [];
  return recorded
    .filter(({ identity }) => isAlive(identity))
    .map(({ name, identity }) => ({
      name,
      state: 'orphaned',
      reason: 'its supervisor was killed; gomeet deploy or gomeet down puts it right',
      address: '',
      processId: identity.processId,
      restarts: 0,
      log: `${layoutOf(directory).logs}/${name}.log`,
    }));
}
