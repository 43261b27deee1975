import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type * as z from 'zod';

/** What a file holds, or what is wrong with it, a line each: `plan.yaml:12: tasks.3.hours: …`. */
export type YamlReading<T> = { readonly data: T } | { readonly faults: readonly string[] };

/** A document whose values are known, and the lines on which they stand. */
export interface YamlDocument {
  readonly value: unknown;
  /** Line of a value or, where it is missing, of what it is missing in; 1 where nothing is known. */
  lineOf(path: readonly PropertyKey[]): number;
  /** Line of a key, which may stand above its value. */
  lineOfKey(path: readonly PropertyKey[]): number;
}

/** A file with more faults than this is mended step by step. */
const FAULTS_SHOWN = 10;

/** Where the parser speaks to programmers. */
const WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here; accepted is one',
  DUPLICATE_KEY: 'this key stands here a second time; accepted is once',
  TAB_AS_INDENT: 'a tab begins this line; accepted are spaces',
};

/**
 * Parses YAML, and JSON, which is YAML too.
 *
 * @param name the file as messages show it
 */
export function parseYaml(name: string, text: string): YamlReading<YamlDocument> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    return { faults: [`${name}:${line}:${col}: ${WORDS[broken.code] ?? broken.message}`] };
  }
  const at = (node: unknown): number | undefined => {
    const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
    return range && lines.linePos(range[0]).line;
  };
  const lineOf = (path: readonly PropertyKey[]): number =>
    at(document.getIn(path, true)) ?? (path.length === 0 ? 1 : lineOf(path.slice(0, -1)));
  const lineOfKey = (path: readonly PropertyKey[]): number => {
    const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pairs = isMap(around) ? around.items : [];
    const pair = pairs.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
    return at(pair?.key) ?? lineOf(path);
  };
  try {
    return { data: { value: document.toJS(), lineOf, lineOfKey } };
  } catch {
    return { faults: [`${name}:${aliasFault(document, at)}`] };
  }
}

/** Values are made of a document without a fault but for its aliases: one of them leads nowhere, or they multiply without end. */
function aliasFault(document: Document, lineOf: (node: unknown) => number | undefined): string {
  let dangling: string | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      dangling = `${lineOf(alias) ?? 1}: *${alias.source} stands for nothing: no &${alias.source} comes before it`;
      return visit.BREAK;
    },
  });
  return dangling ?? '1: its aliases multiply to more than is read; accepted are the values themselves';
}

/**
 * Holds a file to a schema.
 *
 * @param name the file as messages show it
 */
export function readYaml<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
): YamlReading<z.output<Schema>> {
  const parsed = parseYaml(name, text);
  if ('faults' in parsed) return parsed;
  const result = schema.safeParse(parsed.data.value);
  return result.success ? { data: result.data } : { faults: schemaFaults(name, parsed.data, result.error) };
}

/**
 * A line for each value that does not fit a schema.
 *
 * @param knownBelow names that are accepted below a path, told where another stands there
 */
export function schemaFaults(
  name: string,
  { lineOf, lineOfKey }: YamlDocument,
  { issues }: z.ZodError,
  knownBelow: (path: readonly PropertyKey[]) => readonly string[] = () => [],
): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [`${name}:${lineOf(issue.path)}: ${issue.path.join('.') || 'the document'}: ${issue.message}`];
    const known = knownBelow(issue.path);
    const accepted = known.length === 0 ? '' : `; known here: ${known.join(', ')}`;
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return `${name}:${lineOfKey(path)}: unknown key "${path.join('.')}"${accepted}`;
    });
  });
}

/** The first of them, and how many there are beside; for an error's message. */
export function faultsText(faults: readonly string[]): string {
  const more = faults.length - FAULTS_SHOWN;
  return [...faults.slice(0, FAULTS_SHOWN), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
