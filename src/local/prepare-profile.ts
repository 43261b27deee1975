import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import { choosePorts } from './choose-ports.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import type { HaInputs } from './ha/ha-inputs.ts';
import { haFiles, haProfile } from './ha/ha-profile.ts';
import { haInputs } from './ha/prepare-ha.ts';
import { readJson } from './json-file.ts';
import { canKeepToLoopback } from './keep-to-loopback.ts';
import { type Layout, layoutOf } from './layout.ts';
import { leanFiles, leanProfile, type ProfileInputs } from './lean-profile.ts';
import { isOwnCode, ownFolder } from './own-code.ts';
import { haListenerNames, listenerNames, ownedBy, type Ports } from './ports.ts';
import { postgresPlace } from './postgres-place.ts';
import type { LocalProfile } from './profile.ts';
import { readSecrets } from './read-secrets.ts';
import type { Service, ServiceStatus } from './service.ts';
import { sourceDigest } from './toolchain/cache.ts';
import { inspectTools } from './toolchain/inspect-tools.ts';
import { type FoundTool, haTools, type Tool, type ToolName } from './toolchain/tool.ts';
import type { LocalWorld } from './world.ts';

/** Everything a deployment is made of, decided but not yet carried out. */
export interface PreparedProfile {
  readonly inputs: ProfileInputs;
  readonly services: readonly Service[];
  readonly files: readonly ConfigurationFile[];
  readonly postgresMajorVersion: number;
}

/** What the user asks for. */
export interface ProfileRequest {
  readonly profile: LocalProfile;
  readonly apiWorkers: number;
}

/**
 * Decides programs, ports, secrets and place of the data. Writes only what is remembered; starts nothing.
 *
 * @throws GomeetError (prerequisite) when a program is missing, (conflict) when a configured port is taken
 */
export async function prepareProfile(
  world: LocalWorld,
  request: ProfileRequest,
  running: readonly ServiceStatus[],
): Promise<PreparedProfile> {
  const { profile, apiWorkers } = request;
  const layout = layoutOf(world.directory);
  const tools = await inspectTools(world, [...wantedTools, ...(profile === 'ha' ? haTools : [])]);
  const postgresTool = required(tools, 'postgres');
  const redis = required(tools, 'redis-server');
  const livekit = required(tools, 'livekit-server');
  const webApp = found(tools, 'web-app');
  const [recorder, ffmpeg] = [found(tools, 'recorder'), found(tools, 'ffmpeg')];
  makeFolders(layout);
  // Media over TCP only where other machines can be kept from it.
  const usable = (await canKeepToLoopback()) ? () => true : (listener: string) => !listener.endsWith('-tcp');
  const listeners = profile === 'ha' ? haListenerNames(apiWorkers) : listenerNames(apiWorkers);
  const remembered = Object.entries(readJson<Ports>(layout.ports) ?? {});
  const ports = await choosePorts({
    directory: world.directory,
    listeners: listeners.filter(usable),
    configured: world.ports,
    remembered: Object.fromEntries(remembered.filter(([listener]) => usable(listener))),
    own: ownPorts(layout, running),
  });
  const inputs: ProfileInputs = {
    apiWorkers,
    layout,
    projectRoot: world.projectRoot,
    ports,
    secrets: readSecrets(layout.secrets),
    postgres: await postgresPlace(layout),
    ...(webApp && { webRoot: webApp.path }),
    ...(recorder &&
      ffmpeg && { recording: { program: recorder.path, version: recorder.version, ffmpeg: ffmpeg.path } }),
    programs: {
      postgresBin: dirname(postgresTool.path),
      redisServer: redis.path,
      livekitServer: livekit.path,
      node: process.execPath,
      versions: {
        postgres: `${postgresTool.path} ${postgresTool.version}`,
        redis: `${redis.path} ${redis.version}`,
        livekit: `${livekit.path} ${livekit.version}`,
        node: `${process.execPath} ${process.version}`,
      },
    },
    ...codeDigests(),
  };
  const postgresMajorVersion = Number.parseInt(postgresTool.version, 10);
  if (profile === 'lean')
    return { inputs, services: leanProfile(inputs), files: leanFiles(inputs), postgresMajorVersion };
  const ha = haInputs(inputs, haProgramsOf(tools), await world.alerting());
  return { inputs: ha, services: haProfile(ha), files: haFiles(ha), postgresMajorVersion };
}

/** `nft` may be missing: then no service can be cut off, and that fault says so. */
function haProgramsOf(tools: readonly Tool[]): HaInputs['haPrograms'] {
  return {
    patroni: required(tools, 'patroni'),
    etcd: required(tools, 'etcd'),
    pgbouncer: required(tools, 'pgbouncer'),
    haproxy: required(tools, 'haproxy'),
    turnserver: required(tools, 'turnserver'),
    prometheus: required(tools, 'prometheus'),
    alertmanager: required(tools, 'alertmanager'),
    'redis-exporter': required(tools, 'redis-exporter'),
    'node-exporter': required(tools, 'node-exporter'),
    'postgres-exporter': required(tools, 'postgres-exporter'),
  };
}

/** The last three may be missing: then there are no pages, or nothing is recorded. */
const wantedTools = ['postgres', 'redis-server', 'livekit-server', 'web-app', 'recorder', 'ffmpeg'] as const;

const found = (tools: readonly Tool[], wanted: ToolName): FoundTool | undefined =>
  tools.find(({ name }) => name === wanted)?.found;

function required(tools: readonly Tool[], name: ToolName): FoundTool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool?.found !== undefined) return tool.found;
  const what =
    tool?.unusable === undefined ? `${name} was not found` : `${name} cannot be used: ${tool.unusable}`;
  throw new GomeetError(`${what}; needed: ${tool?.needed}`, {
    exitCode: ExitCode.prerequisite,
    code: 'program-missing',
    hint: tool?.howToGet ?? 'gomeet setup',
    docs: `docs/checks.md#${name}`,
  });
}

/** Others may pass through the target's folder (PostgreSQL runs as another user) but see nothing of it. */
function makeFolders(layout: Layout): void {
  mkdirSync(layout.directory, { recursive: true });
  chmodSync(layout.directory, 0o711);
  for (const folder of [layout.logs, layout.redisData]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ignore = join(layout.directory, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/** The remembered ports of listeners whose service runs: they are in use, by us. */
export function ownPorts(layout: Layout, running: readonly ServiceStatus[]): Set<number> {
  const ports = readJson<Ports>(layout.ports) ?? {};
  const alive = new Set(running.filter(({ processId }) => processId !== null).map(({ name }) => name));
  const owners = Object.entries(ports).filter(([listener]) => ownedBy(listener, alive));
  return new Set(owners.map(([, port]) => port));
}

function codeDigests(): Pick<ProfileInputs, 'apiCode' | 'mailboxCode' | 'migrations'> {
  const api = ownFolder('platform/api');
  return {
    apiCode: sourceDigest(api, (name) => isOwnCode(name) || /\.(txt|sql)$/.test(name)),
    mailboxCode: sourceDigest(ownFolder('platform/mailbox'), isOwnCode),
    migrations: sourceDigest(
      api,
      (name) => name.endsWith('.sql') || (name.startsWith('migrat') && isOwnCode(name)),
    ),
  };
}
