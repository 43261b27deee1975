import { type LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { type ConfigValues, configSchema, describe, isSecret, leaves, variableOf } from './config-schema.ts';
import { ExitCode, GomeetError } from './errors.ts';

export { type ConfigValues, configVariables } from './config-schema.ts';

/** Where a value came from: the built-in default, a line of the file, or a variable of the environment. */
interface Origin {
  readonly kind: 'default' | 'file' | 'environment';
  /** `gomeet.yaml:12`, or the variable's name; empty for a default. */
  readonly where: string;
}

interface ConfigEntry {
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
  // A value that is missing has no line of its own: that of what it is missing in tells where.
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    const node = document?.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
    return path.length > 1 ? lineOf(path.slice(0, -1)) : undefined;
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
    throw configError(`${file.name}:${line}:${col}: ${error.message}`, `mend ${file.name}`);
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
  return configError(messages.join('\n'), `mend ${name}`);
}

const configError = (message: string, mend: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'invalid-configuration',
    hint: `${mend}; gomeet help environment lists every key`,
  });

function valueFromText(variable: string, text: string, schema: z.ZodType): unknown {
  const candidates: unknown[] = [
    text,
    ...(text.trim() !== '' && Number.isFinite(Number(text)) ? [Number(text)] : []),
    ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
    ...(/^\s*[[{]/.test(text) ? [fromJson(variable, text)] : []),
  ];
  for (const candidate of candidates) {
    if (schema.safeParse(candidate).success) return candidate;
  }
  const issue = schema.safeParse(candidates.at(-1)).error?.issues[0];
  const reason = [...(issue?.path ?? []), issue?.message ?? 'not accepted'].join(': ');
  throw configError(`${variable}: ${reason}`, `unset ${variable}, or give it an accepted value`);
}

/** Lists and ranges come as JSON, such as `[{"count": 100, "participants": 500}]` and `{"low": 9, "mode": 25, "high": 49}`. */
function fromJson(variable: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw configError(`${variable}: no JSON: ${reason}`, `unset ${variable}, or give it an accepted value`);
  }
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
