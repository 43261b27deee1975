import { z } from 'zod';
import { choicesSchema } from './planning/choices.ts';
import { eventSchema } from './planning/event.ts';
import { economicsSchema } from './pricing/economics-inputs.ts';

const port = z.number().int().min(1024).max(65535);
const programPath = z.string().min(1).optional();

/**
 * Everything that `gomeet.yaml` may say. A key that is not here is refused, so that a typing error is never
 * silently ignored. Each value may also come from the environment: `loadtest.room.participants` is
 * `GOMEET_LOADTEST_ROOM_PARTICIPANTS`.
 */
export const configSchema = z.strictObject({
  event: eventSchema.prefault({}),
  plan: choicesSchema.prefault({}),
  local: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .default('.gomeet')
        .describe('where the local platform keeps state, data and logs'),
      profile: z
        .enum(['lean', 'ha'])
        .default('lean')
        .describe('lean: one of each service; ha: several of each, with failover and alerts'),
      apiWorkers: z
        .number()
        .int()
        .min(1)
        .max(16)
        .default(2)
        .describe('processes of the signaling API in profile lean; ha has 3'),
      ports: z
        .strictObject({
          api: port.optional().describe('port of the signaling API; chosen free when not set'),
          postgres: port.optional().describe('port of PostgreSQL; chosen free when not set'),
          redis: port.optional().describe('port of Redis; chosen free when not set'),
          livekit: port.optional().describe('signalling port of LiveKit; chosen free when not set'),
        })
        .prefault({}),
    })
    .prefault({}),
  kubernetes: z
    .strictObject({
      context: z
        .string()
        .min(1)
        .optional()
        .describe('context of the kubeconfig; the current one when not set'),
      clusterId: z
        .string()
        .min(1)
        .optional()
        .describe('uid of the namespace kube-system: every other cluster is refused'),
      overlay: z
        .enum(['self-hosted', 'digitalocean-managed', 'test'])
        .default('self-hosted')
        .describe('folder in manifests/overlays'),
      environment: z
        .enum(['production', 'staging'])
        .default('production')
        .describe('each has namespaces of its own'),
    })
    .prefault({}),
  loadtest: z
    .strictObject({
      accountPassword: z
        .string()
        .min(12)
        .optional()
        .meta({ secret: true })
        .describe('password of the seeded load-test accounts; a random one for each run when not set'),
      turn: z
        .strictObject({
          address: z
            .string()
            .regex(/:\d+$/, 'accepted: host:port')
            .describe('TURN server over UDP, host:port'),
          username: z.string().describe('user of the TURN server'),
          credential: z.string().meta({ secret: true }).describe('password of the TURN server'),
        })
        .optional()
        .describe('TURN server of --network turn=…; without it the one that LiveKit names'),
      room: z
        .strictObject({
          participants: z.number().int().min(2).max(1000).default(500).describe('people in the room'),
          publishers: z.number().int().min(1).max(100).default(2).describe('participants whose camera is on'),
          microphones: z
            .number()
            .int()
            .min(0)
            .max(100)
            .default(1)
            .describe('publishers whose microphone is open'),
          layout: z.string().default('grid-25').describe('what each participant asks to see'),
          durationSeconds: z
            .number()
            .int()
            .min(5)
            .max(14_400)
            .default(30)
            .describe('length of the hold phase'),
          joinRatePerSecond: z
            .number()
            .int()
            .min(1)
            .max(1000)
            .default(10)
            .describe('participants joining a second'),
        })
        .prefault({}),
    })
    .prefault({}),
  economics: economicsSchema.prefault({}),
  reports: z
    .strictObject({
      directory: z.string().min(1).default('reports/runs').describe('where runs and their reports are kept'),
    })
    .prefault({}),
  tools: z
    .strictObject({
      livekitServer: programPath.describe('path of livekit-server, instead of the one that setup builds'),
      k6: programPath.describe('path of a k6 that was built with k6/x/gomeet'),
      chromium: programPath.describe('path of Chromium or Chrome'),
    })
    .prefault({}),
});

export type ConfigValues = z.output<typeof configSchema>;

/** One value of the configuration: its dotted path and what it may be. */
export interface Leaf {
  readonly path: string;
  readonly schema: z.ZodType;
}

/** Short names that other tools' users expect, beside the derived ones. */
const familiarVariables: Readonly<Record<string, string>> = {
  'tools.livekitServer': 'GOMEET_LIVEKIT_SERVER',
  'tools.k6': 'GOMEET_K6',
  'tools.chromium': 'GOMEET_CHROMIUM',
};

/** The variable of the environment that sets the value at a path. */
export function variableOf(path: string): string {
  const derived = `GOMEET_${path
    .replaceAll('.', '_')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;
  return familiarVariables[path] ?? derived;
}

const unwrap = (schema: z.ZodType): z.ZodType => {
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return inner === undefined ? schema : unwrap(inner);
};

function leavesOf(schema: z.ZodType, prefix: readonly string[] = []): Leaf[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) return [{ path: prefix.join('.'), schema }];
  return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([key, field]) =>
    leavesOf(field, [...prefix, key]),
  );
}

/** Every value of the configuration, in the order of the schema. */
export const leaves = leavesOf(configSchema);

/** The variables that gomeet reads, for `help environment`. */
export function configVariables(): readonly { variable: string; path: string; description: string }[] {
  return leaves.map(({ path, schema }) => ({
    variable: variableOf(path),
    path,
    description: describe(schema),
  }));
}

export const describe = (schema: z.ZodType): string => schema.description ?? '';
export const isSecret = (schema: z.ZodType): boolean =>
  schema.meta()?.secret === true || (unwrap(schema).meta()?.secret ?? false) === true;
