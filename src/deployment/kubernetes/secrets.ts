import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Namespaces } from './environment.ts';
import {
  KEY_FILE,
  keyFile,
  SECRET_VALUES,
  type SecretDefinition,
  type SecretValue,
  type SecretValues,
  secretList,
} from './secret-list.ts';

/** The Secrets of one environment as objects, with these values in them. */
export function secretObjects(values: SecretValues, namespaces: Namespaces): ClusterObject[] {
  return secretList.map((definition) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: definition.name,
      namespace: namespaces[definition.namespace],
      labels: {
        'app.kubernetes.io/part-of': 'gomeet',
        'app.kubernetes.io/name': definition.name,
        ...definition.labels,
      },
    },
    type: definition.type,
    data: dataOf(definition, values),
  }));
}

const dataOf = ({ keys }: SecretDefinition, values: SecretValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(keys).map(([key, value]) => [
      key,
      Buffer.from(typeof value === 'string' ? values[value] : value(values)).toString('base64'),
    ]),
  );

/**
 * A Secret that is there, with the keys and labels that it lacks. Those that it has win: somebody may have put their own in.
 *
 * @returns null where it lacks none
 */
export function completedSecret(found: ClusterObject, wanted: ClusterObject): ClusterObject | null {
  const held = (found.data ?? {}) as Readonly<Record<string, string>>;
  const { labels = {} } = found.metadata;
  const lacks = (mine: object, theirs: object): boolean => Object.keys(theirs).some((key) => !(key in mine));
  if (!lacks(held, wanted.data ?? {}) && !lacks(labels, wanted.metadata.labels ?? {})) return null;
  return {
    ...found,
    metadata: { ...found.metadata, labels: { ...wanted.metadata.labels, ...labels } },
    data: { ...(wanted.data as object), ...held },
  };
}

/** The values that Secrets in a cluster hold; each is read from the first key that holds nothing else. */
export function valuesIn(
  objects: readonly ClusterObject[],
  namespaces: Namespaces,
): Partial<Record<SecretValue, string>> {
  const found: Partial<Record<SecretValue, string>> = {};
  for (const value of SECRET_VALUES) {
    for (const { name, namespace, keys } of secretList) {
      const [key] = Object.entries(keys).find(([, held]) => held === value) ?? [];
      const object = objects.find(
        ({ metadata }) => metadata.name === name && metadata.namespace === namespaces[namespace],
      );
      const data = (object?.data ?? {}) as Readonly<Record<string, string>>;
      const text = key === undefined ? undefined : data[key];
      if (text !== undefined) found[value] ??= Buffer.from(text, 'base64').toString();
    }
  }
  return found;
}

/** New media servers take the old key as well: tokens that it signed are out there until they expire. */
export function withOldMediaKey(
  object: ClusterObject,
  old: SecretValues,
  renewed: SecretValues,
): ClusterObject {
  if (object.metadata.name !== 'livekit-keys' || old.livekitApiKey === renewed.livekitApiKey) return object;
  const lines = [renewed, old].map(keyFile).join('');
  const data = object.data as Readonly<Record<string, string>>;
  return { ...object, data: { ...data, [KEY_FILE]: Buffer.from(lines).toString('base64') } };
}
