import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** A Secret that an object names, in the object's own namespace: Kubernetes and operators look nowhere else. */
export interface SecretReference {
  readonly namespace: string;
  readonly name: string;
  /** Undefined where all of it is mounted or read. */
  readonly key: string | undefined;
  /** A pod starts without it. */
  readonly isOptional: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Every Secret that an object names, whatever its kind: found by the shape of the field, so that a kind that nobody thought of
 * is not left out.
 */
export function secretReferences(object: ClusterObject): SecretReference[] {
  const namespace = object.metadata.namespace ?? '';
  const found: SecretReference[] = [];
  const add = (name: unknown, isOptional: boolean, key?: unknown): void => {
    if (typeof name !== 'string') return;
    found.push({ namespace, name, key: typeof key === 'string' ? key : undefined, isOptional });
  };
  const look = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const each of value) look(each, field);
    if (!isFields(value)) return;
    const { name, key, secretName, items } = value;
    // Without the Secret of a pull from a registry the pull is tried as anybody.
    const isOptional = value.optional === true || field === 'imagePullSecrets';
    const keys = Array.isArray(items) ? items.map((item: Fields) => item.key) : [undefined];
    for (const item of keys) add(secretName, isOptional, item);
    // `secretKeyRef` of a container, `tokenSecretRef` of an issuer, `accessKeyId` of an object store: all are a name and a key.
    if (typeof key === 'string' && field !== 'configMapKeyRef') add(name, isOptional, key);
    else if (/^(secret|imagePullSecrets)$|secretRef$/i.test(field)) add(name, isOptional);
    for (const [inner, content] of Object.entries(value)) look(content, inner);
  };
  look(object.spec, 'spec');
  return found;
}

/**
 * Secrets that operators make, by what they are asked for: cert-manager that of each Certificate and of each account at an
 * authority; CloudNativePG the certificates of each Cluster. The owner's password is ours, as `initdb.secret` names it.
 *
 * @returns `namespace/name`
 */
export function madeByOperators(objects: readonly ClusterObject[]): Set<string> {
  const names = objects.flatMap(({ apiVersion, kind, metadata, spec }) => {
    const fields = (spec ?? {}) as {
      secretName?: string;
      acme?: { privateKeySecretRef: { name: string } };
    };
    const by = `${apiVersion.split('/')[0]} ${kind}`;
    const made: Readonly<Record<string, readonly (string | undefined)[]>> = {
      'cert-manager.io Certificate': [fields.secretName],
      'cert-manager.io Issuer': [fields.acme?.privateKeySecretRef.name],
      'postgresql.cnpg.io Cluster': ['ca', 'server', 'replication'].map((each) => `${metadata.name}-${each}`),
    };
    return (made[by] ?? []).flatMap((name) => (name === undefined ? [] : `${metadata.namespace}/${name}`));
  });
  return new Set(names);
}
