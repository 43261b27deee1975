import { type HaConnections, haConnections } from './ha/ha-connections.ts';
import { readJson } from './json-file.ts';
import { layoutOf } from './layout.ts';
import { connectionEnv } from './lean-profile.ts';
import type { Ports } from './ports.ts';
import { deployedProfile, type LocalProfile } from './profile.ts';
import type { Secrets } from './read-secrets.ts';
import { livingSupervisor, lookAtServices } from './supervisor-client.ts';
import type { LocalWorld } from './world.ts';

/** For gomeet's own use. Never printed: it holds secrets. */
export interface Connections {
  readonly profile: LocalProfile;
  /** In profile `ha` this is HAProxy, which spreads requests over the workers. */
  readonly apiUrl: string;
  /** One for each API process: /metrics, /healthz, /readyz. */
  readonly apiAdminUrls: readonly string[];
  /** In profile `ha` through HAProxy and PgBouncer to whoever is primary. */
  readonly databaseUrl: string;
  /** In profile `ha` through HAProxy to whoever is primary. */
  readonly redisUrl: string;
  readonly livekit: {
    readonly url: string;
    readonly apiUrl: string;
    readonly metricsUrl: string;
    /** For media over TCP; absent where LiveKit does not open it. */
    readonly tcpPort: number | undefined;
    readonly apiKey: string;
    readonly apiSecret: string;
  };
  /** Process of each service that runs, and its process group's number. */
  readonly processIds: Readonly<Record<string, number>>;
  /** What profile `ha` has besides; absent in `lean`. */
  readonly ha?: HaConnections;
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
  const profile = deployedProfile(layout);
  const processIds = Object.fromEntries(
    services.flatMap(({ name, processId }) => (processId === null ? [] : [[name, processId]])),
  );
  const env = connectionEnv({ ports, secrets });
  const text = (name: string): string => env[name] ?? '';
  const workers = services.filter(({ name }) => name.startsWith('api-'));
  return {
    profile,
    apiUrl: local('http', ports.api),
    apiAdminUrls: workers.map(({ name }) => local('http', ports[`${name}-admin`])),
    databaseUrl: text('DATABASE_URL'),
    redisUrl: text('REDIS_URL'),
    livekit: {
      url: text('LIVEKIT_URL'),
      apiUrl: text('LIVEKIT_API_URL'),
      metricsUrl: `${local('http', ports['livekit-metrics'] ?? ports['livekit-1-metrics'])}/metrics`,
      tcpPort: ports['livekit-tcp'] ?? ports['livekit-1-tcp'],
      apiKey: secrets.livekitApiKey,
      apiSecret: secrets.livekitApiSecret,
    },
    processIds,
    ...(profile === 'ha' && { ha: haConnections({ layout, ports, secrets, processIds }) }),
  };
}

const local = (scheme: string, port: number | undefined): string => `${scheme}://127.0.0.1:${port}`;
