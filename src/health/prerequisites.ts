import type { Machine } from '../local/machine.ts';
import type { Tool, ToolName } from '../local/toolchain/tool.ts';
import type { Check, Outcome } from './check.ts';
import { machineChecks } from './machine-checks.ts';

/** What doctor's checks may ask. */
export interface PrerequisiteWorld {
  readonly machine: Machine;
  tools(): Promise<readonly Tool[]>;
  /** The target's own folder. */
  readonly directory: string;
  readonly cacheDirectory: string;
  /** UDP ports that LiveKit's media use. */
  readonly mediaPorts: { readonly first: number; readonly last: number };
  /** Ports that the user chose and that another program holds. */
  takenPorts(): Promise<readonly { listener: string; port: number; holder: string }[]>;
  /** Where the database would lie and as whom it would run; undefined when that user can reach no folder. */
  databaseFolder(): Promise<{ folder: string; user: string } | undefined>;
}

/** What is missing without it; the platform runs without these once everything is built. */
const optional: Partial<Record<ToolName, string>> = {
  chromium: 'only measurements with real browsers need it',
  go: 'only building livekit-server, k6 and the recorder needs it',
  recorder: 'meetings cannot be recorded without it',
  'web-app': 'the platform runs without its pages',
};

const toolTitles = {
  postgres: 'PostgreSQL',
  'redis-server': 'Redis',
  'livekit-server': 'livekit-server',
  k6: 'k6 with k6/x/gomeet',
  recorder: 'recorder',
  clips: 'clips for publishers',
  ffmpeg: 'ffmpeg',
  go: 'Go',
  chromium: 'Chromium',
  'web-app': 'web app',
} as const satisfies Partial<Record<ToolName, string>>;

const ofProfileHa = 'only the local profile ha needs it';

/** Programs that only profile `ha` runs: `gomeet setup --profile ha` brings them. */
const haTitles = {
  patroni: 'Patroni',
  etcd: 'etcd',
  pgbouncer: 'PgBouncer',
  haproxy: 'HAProxy',
  turnserver: 'coturn',
  prometheus: 'Prometheus',
  alertmanager: 'Alertmanager',
  'redis-exporter': 'redis_exporter',
  'node-exporter': 'node_exporter',
  'postgres-exporter': 'postgres_exporter',
  nft: 'nft',
  openssl: 'openssl',
  pgbackrest: 'pgBackRest',
} as const satisfies Partial<Record<ToolName, string>>;

const toolChecks = (Object.keys(toolTitles) as (keyof typeof toolTitles)[]).map(
  (name): Check<PrerequisiteWorld> => ({
    id: name,
    category: 'Programs',
    title: toolTitles[name],
    async run({ tools }) {
      const all = await tools();
      const isBuilt = all.every(
        ({ name: other, found }) => !['livekit-server', 'k6', 'recorder'].includes(other) || found,
      );
      const reason = name === 'go' && !isBuilt ? undefined : optional[name];
      return outcomeOf(
        all.find((candidate) => candidate.name === name),
        reason,
      );
    },
  }),
);

/** Programs of profile `ha`, each asked for where the tools were looked for. */
export const haPrerequisites = (Object.keys(haTitles) as (keyof typeof haTitles)[]).map(
  (name): Check<PrerequisiteWorld> => ({
    id: name,
    category: 'Programs',
    title: haTitles[name],
    async run({ tools }) {
      const tool = (await tools()).find((candidate) => candidate.name === name);
      return outcomeOf(tool, ofProfileHa);
    },
  }),
);

/** @param dispensable what it is needed for, where the platform runs without it */
function outcomeOf(tool: Tool | undefined, dispensable: string | undefined): Outcome {
  const needed = tool?.needed ?? '';
  if (tool?.found !== undefined)
    return { status: 'ok', found: `${tool.found.version} (${tool.found.path})`, needed };
  return {
    status: dispensable === undefined ? 'failed' : 'warning',
    found: `${tool?.unusable ?? 'not found'}${dispensable === undefined ? '' : ` (${dispensable})`}`,
    needed,
    hint: tool?.howToGet ?? 'gomeet setup',
  };
}

const node: Check<PrerequisiteWorld> = {
  id: 'node',
  category: 'Programs',
  title: 'Node',
  async run({ machine }) {
    const [major = 0, minor = 0] = machine.nodeVersion.split('.').map(Number);
    const [neededMajor = 0, neededMinor = 0] = machine.nodeNeeded.split('.').map(Number);
    const isNewEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
    const outcome = { found: machine.nodeVersion, needed: `${machine.nodeNeeded} or newer` };
    return isNewEnough
      ? { status: 'ok', ...outcome }
      : { status: 'failed', ...outcome, hint: 'npm ci   brings it' };
  },
};

/** Everything that the local target needs of this machine, in the order in which it is shown. */
export const prerequisites: readonly Check<PrerequisiteWorld>[] = [...toolChecks, node, ...machineChecks];
