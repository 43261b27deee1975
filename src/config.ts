import { type LineCounter, parseDocument, type YAMLError } from 'yaml';
import { z } from 'zod';
import { ExitCode, GomeetError } from './errors.ts';

const port = z.number().int().min(1024).max(65535);
const programPath = z.string().min(1).optional();

/**
 * Everything that `gomeet.yaml` may say. A key that is not here is refused, so that a typing error is never
 * silently ignored. Each value may also come from the environment: `loadtest.room.participants` is
 * `GOMEET_LOADTEST_ROOM_PARTICIPANTS`.
 */
export const configSchema = z.strictObject({
  local: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .default('.gomeet')
        .describe('where the local platform keeps state, data and logs'),
      apiWorkers: z.number().int().min(1).max(16).default(2).describe('processes of the signaling API'),
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
  loadtest: z
    .strictObject({
      accountPassword: z
        .string()
        .min(12)
        .optional()
        .meta({ secret: true })
        .describe('password of the seeded load-test accounts; a random one for each run when not set'),
      room: z
        .strictObject({
          participants: z.number().int().min(2).max(5000).default(500).describe('people in the room'),
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
            .default(50)
            .describe('participants joining a second'),
        })
        .prefault({}),
    })
    .prefault({}),
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

/** Where a value came from: the built-in default, a line of the file, or a variable of the environment. */
export interface Origin {
  readonly kind: 'default' | 'file' | 'environment';
  /** `gomeet.yaml:12`, or the variable's name; empty for a default. */
  readonly where: string;
}

export interface ConfigEntry {
  /** Dotted path, such as `loadtest.room.participants`. */
  readonly path: string;
  readonly variable: string;
  readonly description: string;
  readonly secret: boolean;
  readonly value: unknown;
  readonly origin: Origin;
}

export interface Config {
  readonly values: ConfigValues;
  readonly entries: readonly ConfigEntry[];
}

interface Leaf {
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

const leaves = leavesOf(configSchema);

/** The variables that gomeet reads, for `help environment`. */
export function configVariables(): readonly { variable: string; path: string; description: string }[] {
  return leaves.map(({ path, schema }) => ({
    variable: variableOf(path),
    path,
    description: describe(schema),
  }));
}

const describe = (schema: z.ZodType): string => schema.description ?? '';
const isSecret = (schema: z.ZodType): boolean =>
  schema.meta()?.['secret'] === true || (unwrap(schema).meta()?.['secret'] ?? false) === true;

/**
 * Puts the layers together: defaults < file < environment (flags come later, in the command).
 *
 * @param file the text of gomeet.yaml with the name to show for it, or undefined when there is none
 * @throws GomeetError (usage) naming file, line, path and what is accepted
 */
export function readConfig(
  file: { name: string; text: string } | undefined,
  env: Readonly<Record<string, string | undefined>>,
  lines: LineCounter,
): Config {
  const document = parseFile(file, lines);
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    const node = document?.getIn(path, true) as { range?: [number, number, number] } | undefined;
    return node?.range ? lines.linePos(node.range[0]).line : undefined;
  };
  const raw = (document?.toJS() ?? {}) as Record<string, unknown>;
  const fromFile = configSchema.safeParse(raw);
  if (!fromFile.success) throw invalidFile(file?.name ?? 'gomeet.yaml', fromFile.error, lineOf);

  const origins = new Map<string, Origin>();
  const merged = structuredClone(raw);
  for (const { path, schema } of leaves) {
    const keys = path.split('.');
    if (getIn(raw, keys) !== undefined)
      origins.set(path, { kind: 'file', where: `${file?.name}:${lineOf(keys) ?? 1}` });
    const variable = variableOf(path);
    const text = env[variable];
    if (text === undefined || text === '') continue;
    setIn(merged, keys, valueFromText(variable, text, schema));
    origins.set(path, { kind: 'environment', where: variable });
  }
  const values = configSchema.parse(merged);
  const entries = leaves.map(({ path, schema }) => ({
    path,
    variable: variableOf(path),
    description: describe(schema),
    secret: isSecret(schema),
    value: getIn(values, path.split('.')),
    origin: origins.get(path) ?? { kind: 'default' as const, where: '' },
  }));
  return { values, entries };
}

function parseFile(file: { name: string; text: string } | undefined, lineCounter: LineCounter) {
  if (file === undefined) return undefined;
  const document = parseDocument(file.text, { lineCounter, prettyErrors: false });
  const error = document.errors[0] as YAMLError | undefined;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw configError(`${file.name}:${line}:${col}: ${error.message}`);
  }
  return document;
}

function invalidFile(
  name: string,
  error: z.ZodError,
  lineOf: (path: readonly PropertyKey[]) => number | undefined,
): GomeetError {
  const messages = error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [
        `${name}:${lineOf(issue.path) ?? 1}: ${issue.path.join('.') || 'the document'}: ${issue.message}`,
      ];
    }
    const known = leaves
      .map(({ path }) => path)
      .filter((path) => path.startsWith(issue.path.map(String).join('.')));
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return `${name}:${lineOf(path) ?? 1}: unknown key "${path.join('.')}"; known here: ${known.join(', ')}`;
    });
  });
  return configError(messages.join('\n'));
}

const configError = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'invalid-configuration',
    hint: 'gomeet config show --origin   shows every key with its value and where it came from',
  });

function valueFromText(variable: string, text: string, schema: z.ZodType): unknown {
  const candidates: unknown[] = [
    text,
    ...(text.trim() !== '' && Number.isFinite(Number(text)) ? [Number(text)] : []),
  ];
  for (const candidate of candidates) {
    if (schema.safeParse(candidate).success) return candidate;
  }
  const numeric = schema.safeParse(candidates.at(-1));
  const reason = numeric.error?.issues[0]?.message ?? 'not accepted';
  throw configError(`${variable}: ${reason}`);
}

function getIn(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

function setIn(target: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key, ...rest] = keys;
  if (key === undefined) return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = (target[key] ?? {}) as Record<string, unknown>;
  target[key] = inner;
  setIn(inner, rest, value);
}
