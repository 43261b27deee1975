import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';

/** What a file holds, or what is wrong with it, a line each: `plan.yaml:12: tasks.3.hours: …`. */
export type YamlReading<T> = { readonly data: T } | { readonly faults: readonly string[] };

/** A file with more faults than this is mended step by step. */
const FAULTS_SHOWN = 10;

/**
 * Holds a file to a schema. YAML, and JSON, which is YAML too.
 *
 * @param name the file as messages show it
 */
export function readYaml<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
): YamlReading<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    return { faults: [`${name}:${line}:${col}: ${broken.message}`] };
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return { data: result.data };
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  return {
    faults: result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(
            (key) =>
              `${name}:${lineOf([...issue.path, key])}: unknown key "${[...issue.path, key].join('.')}"`,
          )
        : `${name}:${lineOf(issue.path)}: ${issue.path.join('.') || 'the document'}: ${issue.message}`,
    ),
  };
}

/** The first of them, and how many there are beside; for an error's message. */
export function faultsText(faults: readonly string[]): string {
  const more = faults.length - FAULTS_SHOWN;
  return [...faults.slice(0, FAULTS_SHOWN), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
