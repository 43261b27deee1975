import type { Drift } from './drift.ts';

/** What others did, an object a line with the fields under it; nothing where nobody did anything. */
export function driftView(drift: readonly Drift[]): string[] {
  if (drift.length === 0) return [];
  const lines = drift.flatMap(({ kind, namespace, name, what, fields }) => [
    `  ${kind} ${namespace === '' ? '' : `${namespace}/`}${name} was ${what}`,
    ...fields.map(({ path, manager }) => `      ${path}, by ${manager}`),
  ]);
  return ['', 'not as it was deployed:', ...lines, 'Next: gomeet deploy --target kubernetes --dry-run'];
}
