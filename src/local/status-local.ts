import { readJson } from './json-file.ts';
import { layoutOf } from './layout.ts';
import { connectionEnv } from './lean-profile.ts';
import type { Ports } from './ports.ts';
import { isAlive } from './process-identity.ts';
import type { Secrets } from './read-secrets.ts';
import type { ServiceState, ServiceStatus } from './service.ts';
import type { RecordedProcess } from './supervisor.ts';
import { livingSupervisor, lookAtServices } from './supervisor-client.ts';
import type { LocalWorld } from './world.ts';

export interface Status {
  readonly target: 'local';
  readonly profile: 'lean';
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

/** For gomeet's own use. Never printed: it holds secrets. */
export interface Connections {
  readonly apiUrl: string;
  /** One for each API process: /metrics, /healthz, /readyz. */
  readonly apiAdminUrls: readonly string[];
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly livekit: {
    readonly url: string;
    readonly apiUrl: string;
    readonly metricsUrl: string;
    readonly apiKey: string;
    readonly apiSecret: string;
  };
  /** Process of each service that runs, and its process group's number. */
  readonly processIds: Readonly<Record<string, number>>;
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
    profile: 'lean',
    services: [...services, ...orphans],
    urls: await urlsOf(statuses, readJson<Ports>(layout.ports) ?? {}, world.signal),
  };
}

/** Everything that gomeet itself needs to talk to the services of a running target; undefined when nothing runs. */
export async function connectionsLocal(
  world: Pick<LocalWorld, 'directory' | 'signal'>,
): Promise<Connections | undefined> {
  const layout = layoutOf(world.directory);
  const supervisor = livingSupervisor(layout);
  const ports = readJson<Ports>(layout.ports);
  const secrets = readJson<Secrets>(layout.secrets);
  if (supervisor === undefined || ports === undefined || secrets === undefined) return undefined;
  const services = await lookAtServices(supervisor, world.signal);
  if (services.length === 0) return undefined;
  const env = connectionEnv({ ports, secrets });
  const text = (name: string): string => env[name] ?? '';
  const workers = services.filter(({ name }) => name.startsWith('api-'));
  return {
    apiUrl: local('http', ports.api),
    apiAdminUrls: workers.map(({ name }) => local('http', ports[`${name}-admin`])),
    databaseUrl: text('DATABASE_URL'),
    redisUrl: text('REDIS_URL'),
    livekit: {
      url: text('LIVEKIT_URL'),
      apiUrl: text('LIVEKIT_API_URL'),
      metricsUrl: `${local('http', ports['livekit-metrics'])}/metrics`,
      apiKey: secrets.livekitApiKey,
      apiSecret: secrets.livekitApiSecret,
    },
    processIds: Object.fromEntries(
      services.flatMap(({ name, processId }) => (processId === null ? [] : [[name, processId]])),
    ),
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
