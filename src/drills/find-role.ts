import type { Connections } from '../adapters/local-target.ts';
import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Role } from './drill.ts';
import { probePatienceMs } from './probe.ts';

type Needs = Pick<Context, 'scrape' | 'getJson'>;

/** The services that play a part just now. Only `every-redis` is played by several. */
export async function findRoles(
  ctx: Needs,
  doors: Pick<PlatformDoors, 'redisRole'>,
  connections: Connections,
  role: Role,
): Promise<readonly string[]> {
  if (role === 'every-redis') return connections.ha?.redis.nodes.map(({ name }) => name) ?? ['redis'];
  return [await findRole(ctx, doors, connections, role)];
}

/** Asked of the programs themselves: a failover may have changed it since the last look. */
async function findRole(
  ctx: Needs,
  doors: Pick<PlatformDoors, 'redisRole'>,
  connections: Connections,
  role: Role,
): Promise<string> {
  const { ha } = connections;
  if (role.startsWith('service ')) return role.slice('service '.length);
  if (role === 'api-worker') return 'api-1';
  if (ha === undefined) return alone(role);
  const name = await among(ctx, doors, ha, role);
  if (name !== undefined) return name;
  throw new GomeetError(`nobody plays the part of the ${role} just now`, {
    exitCode: ExitCode.critical,
    code: 'no-such-role',
    hint: 'gomeet health-check',
  });
}

function alone(role: Role): string {
  if (role === 'postgres-primary') return 'postgres';
  if (role === 'redis-master') return 'redis';
  if (role === 'media-node') return 'livekit';
  throw new GomeetError(`the profile lean has no ${role}`, {
    exitCode: ExitCode.usage,
    code: 'not-in-this-profile',
    hint: 'gomeet deploy --target local --profile ha',
  });
}

async function among(
  ctx: Needs,
  doors: Pick<PlatformDoors, 'redisRole'>,
  ha: NonNullable<Connections['ha']>,
  role: Role,
): Promise<string | undefined> {
  if (role === 'redis-master')
    return first(
      ha.redis.nodes,
      async ({ url }) => (await doors.redisRole(url, probePatienceMs)) === 'master',
    );
  if (role === 'media-node') return fullest(ctx, ha.livekit);
  const part = role === 'postgres-primary' ? 'primary' : 'replica';
  return first(
    ha.postgres,
    async ({ patroniUrl }) => (await ctx.getJson(`${patroniUrl}/${part}`)).status === 200,
  );
}

async function first<Node extends { readonly name: string }>(
  nodes: readonly Node[],
  plays: (node: Node) => Promise<boolean>,
): Promise<string | undefined> {
  for (const node of nodes) if (await plays(node).catch(() => false)) return node.name;
  return undefined;
}

/** The media server with the most people on it: that of the live room. */
async function fullest(
  ctx: Needs,
  nodes: readonly { readonly name: string; readonly metricsUrl: string }[],
): Promise<string | undefined> {
  const counted = await Promise.all(
    nodes.map(async ({ name, metricsUrl }) => {
      const samples = await ctx.scrape(metricsUrl).catch(() => []);
      const people = samples.filter((sample) => sample.name === 'livekit_participant_total');
      return { name, people: people.reduce((sum, { value }) => sum + value, 0) };
    }),
  );
  return counted.toSorted((a, b) => b.people - a.people)[0]?.name;
}
