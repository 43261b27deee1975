import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Namespaces } from './environment.ts';
import {
  givenSecrets,
  KEY_FILE,
  keyFile,
  SECRET_VALUES,
  type SecretDefinition,
  type SecretValue,
  type SecretValues,
  secretList,
} from './secret-list.ts';

/**
 * What elsewhere is decided already, such as the password of a managed database: name of a Secret → its keys. It holds in every
 * namespace that has a Secret of that name.
 */
export type KnownSecrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The Secrets of one environment as objects, with these values in them; of those that only a user can give the ones that are known.
 */
export function secretObjects(
  values: SecretValues,
  namespaces: Namespaces,
  known: KnownSecrets = {},
): ClusterObject[] {
  const made = secretList.map(({ keys, ...definition }) => ({
    ...definition,
    data: { ...textOf(keys, values), ...known[definition.name] },
  }));
  const given = givenSecrets.flatMap(({ name, namespace }) => {
    const data = known[name];
    return data === undefined ? [] : [{ name, namespace, type: 'Opaque', labels: {}, data }];
  });
  return [...made, ...given].map(({ name, namespace, type, labels, data }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: namespaces[namespace],
      labels: { 'app.kubernetes.io/part-of': 'gomeet', 'app.kubernetes.io/name': name, ...labels },
    },
    type,
    data: Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
    ),
  }));
}

const textOf = (keys: SecretDefinition['keys'], values: SecretValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(keys).map(([key, value]) => [
      key,
      typeof value === 'string' ? values[value] : value(values),
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
