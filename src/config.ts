import type { z } from 'zod';
import {
  type ConfigValues,
  configSchema,
  configVariables,
  describe,
  isSecret,
  leaves,
  variableOf,
} from './config-schema.ts';
import { ExitCode, GomeetError } from './errors.ts';
import { nearestName } from './nearest-name.ts';
import { faultsText, parseYaml, schemaFaults, type YamlDocument } from './yaml-document.ts';

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
  /** Variables of the environment that have no effect, and were probably meant to have one. */
  readonly warnings: readonly string[];
}

/** A variable with more letters that differ is somebody else's: Kubernetes, for one, sets some for every service. */
const MISTYPED_LETTERS = 2;

/**
 * Puts the layers together: defaults < file < environment (flags come later, in the command).
 *
 * @param file the text of gomeet.yaml with the name to show for it, or undefined when there is none
 * @throws GomeetError (usage) naming file, line, path and what is accepted
 */
export function readConfig(
  file: { name: string; text: string } | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const document = file && parsed(file);
  const raw = (document?.value ?? {}) as Record<string, unknown>;
  const fromFile = configSchema.safeParse(raw);
  if (file && document && !fromFile.success)
    throw invalidFile(file.name, schemaFaults(file.name, document, fromFile.error, knownBelow));

  const origins = new Map<string, Origin>();
  const merged = structuredClone(raw);
  for (const { path, schema } of leaves) {
    const keys = path.split('.');
    if (getIn(raw, keys) !== undefined)
      origins.set(path, { kind: 'file', where: `${file?.name}:${document?.lineOf(keys)}` });
    const variable = variableOf(path);
    const text = env[variable];
    if (text === undefined || text === '') continue;
    setIn(merged, keys, valueFromText(variable, text, schema));
    origins.set(path, { kind: 'environment', where: variable });
  }
  const values = fitting(merged);
  const entries = leaves.map(({ path, schema }) => ({
    path,
    variable: variableOf(path),
    description: describe(schema),
    secret: isSecret(schema),
    value: getIn(values, path.split('.')),
    origin: origins.get(path) ?? { kind: 'default' as const, where: '' },
  }));
  return { values, entries, warnings: mistypedVariables(env) };
}

function parsed(file: { name: string; text: string }): YamlDocument {
  const reading = parseYaml(file.name, file.text);
  if ('faults' in reading) throw invalidFile(file.name, reading.faults);
  return reading.data;
}

const invalidFile = (name: string, faults: readonly string[]): GomeetError =>
  configError(faultsText(faults), `mend ${name}`);

/** `local.ports.api` and its like, one step below a path: `ports`. */
function knownBelow(path: readonly PropertyKey[]): readonly string[] {
  const begin = path.map((key) => `${String(key)}.`).join('');
  const below = leaves.filter((leaf) => leaf.path.startsWith(begin));
  return [...new Set(below.map((leaf) => leaf.path.slice(begin.length).split('.')[0] ?? ''))];
}

function mistypedVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = configVariables().map(({ variable }) => variable);
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('GOMEET_') || known.includes(name)) return [];
    const meant = nearestName(name, known, MISTYPED_LETTERS);
    return meant === undefined ? [] : [`${name} is not read; did you mean ${meant}?`];
  });
}

const configError = (message: string, mend: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'invalid-configuration',
    hint: `${mend}; gomeet help environment lists every key`,
  });

/** Each value fits by itself; together they may lack one, such as the user of a TURN server whose address was given. */
function fitting(merged: Record<string, unknown>): ConfigValues {
  const result = configSchema.safeParse(merged);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${variableOf(path.join('.'))}, with what else is set: ${message}`,
  );
  throw configError(faultsText(faults), 'gomeet config show --origin');
}

/** A text is taken as what its place accepts: as it stands, as a number, as yes or no, as JSON. */
function valueFromText(variable: string, text: string, schema: z.ZodType): unknown {
  const asText = schema.safeParse(text);
  if (asText.success) return text;
  const wantsText = asText.error.issues.some(({ code }) => TEXT_FAULTS.includes(code));
  const value = wantsText ? text : valueBehind(variable, text);
  const result = schema.safeParse(value);
  if (result.success) return value;
  const issue = result.error.issues[0];
  const reason = [...(issue?.path ?? []), issue?.message ?? 'not accepted'].join(': ');
  throw configError(`${variable}: ${reason}`, `unset ${variable}, or give it an accepted value`);
}

/** What is wrong with a text where a text is wanted: a password may begin with a brace and is no JSON for all that. */
const TEXT_FAULTS: readonly string[] = ['too_small', 'too_big', 'invalid_format'];

function valueBehind(variable: string, text: string): unknown {
  if (isNumber(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\s*[[{]/.test(text) ? fromJson(variable, text) : text;
}

/** As people write numbers: no `0x10`, no blanks, and nothing that is too large to be one. */
const isNumber = (text: string): boolean =>
  /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) && Number.isFinite(Number(text));

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
