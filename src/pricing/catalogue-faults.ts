import type { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';

/** Something that is wrong in a file of the catalogue. */
export interface CatalogueFault {
  /** Line in the file, from 1; null: the file as a whole. */
  readonly line: number | null;
  readonly what: string;
}

/** What the schema found, each with its line, its row and what it holds now: `droplet/c-16: price: accepted: …; found 336`. */
export function faultsOf(text: string, content: unknown, error: z.ZodError): readonly CatalogueFault[] {
  return error.issues.map(({ path, message }) => {
    const [list, index, ...field] = path;
    const found = shown(at(content, path));
    if (list !== 'rows' || typeof index !== 'number')
      return { line: null, what: `${path.join('.') || 'the file'}: ${message}; found ${found}` };
    const id = at(content, ['rows', index, 'id']);
    const row = typeof id === 'string' ? id : `row ${index + 1}`;
    return {
      line: lineOfRow(text, index),
      what: `${row}: ${field.join('.') || 'row'}: ${message}; found ${found}`,
    };
  });
}

/** What a file's fault carries beside its words, so that `catalog verify` can list all faults of all files. */
export class BrokenCatalogueError extends GomeetError {
  readonly path: string;
  readonly faults: readonly CatalogueFault[];

  constructor(path: string, faults: readonly CatalogueFault[], message: string) {
    super(message, {
      exitCode: ExitCode.usage,
      code: 'broken-catalogue',
      hint: 'mend the row, then: gomeet cost catalog verify',
    });
    this.path = path;
    this.faults = faults;
  }
}

/** The error of a file that cannot be used: it names at most five faults, and says how many more there are. */
export function brokenCatalogue(path: string, faults: readonly CatalogueFault[]): BrokenCatalogueError {
  const lines = faults
    .slice(0, 5)
    .map(({ line, what }) => `${path}${line === null ? '' : `:${line}`}: ${what}`);
  const rest = faults.length > 5 ? [`and ${faults.length - 5} more`] : [];
  return new BrokenCatalogueError(path, faults, [...lines, ...rest].join('\n'));
}

/** Each row has one key named id: the line of the row's own is that of the index-th in the file. */
export function lineOfRow(text: string, index: number): number | null {
  const match = [...text.matchAll(/"id"\s*:/g)][index];
  return match === undefined ? null : text.slice(0, match.index).split('\n').length;
}

const at = (content: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    content,
  );

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
