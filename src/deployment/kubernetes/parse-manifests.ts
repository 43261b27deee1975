import { parseAllDocuments } from 'yaml';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { identityOf, keyOf } from './object-key.ts';

/**
 * Objects from YAML of many documents, sorted by what they are and not by where they stood, so that one set of objects
 * always has one text.
 *
 * @param source what an error names
 * @throws GomeetError (usage) for what is no YAML or no object, and for an object that is there twice
 */
export function parseManifests(text: string, source: string): ClusterObject[] {
  // YAML 1.1 as kubectl reads it: `defaultMode: 0400` is octal. Times stay the text that they are.
  const documents = parseAllDocuments(text, {
    version: '1.1',
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || !/timestamp|TIME/.test(`${tag.tag} ${tag.format}`)),
  });
  const objects: ClusterObject[] = [];
  for (const document of 'empty' in documents ? [] : documents) {
    const [error] = document.errors;
    if (error !== undefined) throw invalid(source, error.message);
    const value: unknown = document.toJS();
    if (value !== null) objects.push(...itemsOf(value, source));
  }
  const sorted = objects
    .map((object) => ({ object, identity: identityOf(keyOf(object)) }))
    .sort((a, b) => (a.identity < b.identity ? -1 : 1));
  const twice = sorted.find(({ identity }, index) => sorted[index + 1]?.identity === identity);
  if (twice !== undefined) throw invalid(source, `${twice.identity} is there twice`);
  return sorted.map(({ object }) => object);
}

function itemsOf(value: unknown, source: string): ClusterObject[] {
  const { apiVersion, kind, metadata, items } = value as Partial<ClusterObject> & { items?: unknown[] };
  if (kind === 'List' && Array.isArray(items)) return items.flatMap((item) => itemsOf(item, source));
  if (typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string')
    return [value as ClusterObject];
  throw invalid(source, `a document is no object: ${JSON.stringify(value).slice(0, 120)}`);
}

const invalid = (source: string, why: string): GomeetError =>
  new GomeetError(`${source}: ${why}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-manifest',
    hint: `kubectl kustomize ${source}`,
  });
