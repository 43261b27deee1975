import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Namespaces } from './environment.ts';
import { keyOf, shownKey } from './object-key.ts';
import { givenSecrets, secretList } from './secret-list.ts';
import { madeByOperators, secretReferences } from './secret-references.ts';
import type { KnownSecrets } from './secrets.ts';

/** A Secret without which something never starts: a pod waits for its mount for ever, and says so only in an event. */
export interface MissingSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** Who names it: `Deployment gomeet/pooler`. */
  readonly users: readonly string[];
}

interface Sources {
  readonly namespaces: Namespaces;
  /** What `gomeet cloud` kept of the services beside the cluster. */
  readonly known: KnownSecrets;
  /** `namespace/name` of what the cluster has. */
  readonly live: ReadonlySet<string>;
}

/** Secrets that the set needs and nobody brings: no deployment, no operator, no service beside the cluster, and nobody did by hand. */
export function missingSecrets(
  objects: readonly ClusterObject[],
  { namespaces, known, live }: Sources,
): MissingSecret[] {
  const keyed = (own: readonly { name: string; namespace: keyof Namespaces }[]): string[] =>
    own.map(({ name, namespace }) => `${namespaces[namespace]}/${name}`);
  const brought = new Set([
    ...keyed(secretList),
    ...keyed(givenSecrets.filter(({ name }) => known[name] !== undefined)),
    ...madeByOperators(objects),
    ...live,
    ...objects
      .filter(({ kind }) => kind === 'Secret')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
  ]);
  // Operators' own namespaces are the operators' business: their webhooks make certificates as they start.
  const ours = new Set(Object.values(namespaces));
  const missing = new Map<string, { keys: Set<string>; users: Set<string> }>();
  for (const object of objects)
    for (const { namespace, name, key, isOptional } of secretReferences(object)) {
      const id = `${namespace}/${name}`;
      if (isOptional || brought.has(id) || !ours.has(namespace)) continue;
      const entry = missing.get(id) ?? { keys: new Set(), users: new Set() };
      if (key !== undefined) entry.keys.add(key);
      entry.users.add(shownKey(keyOf(object)));
      missing.set(id, entry);
    }
  return [...missing].map(([id, { keys, users }]) => {
    const [namespace = '', name = ''] = id.split('/');
    const given = givenSecrets.find((each) => each.name === name && namespaces[each.namespace] === namespace);
    return { namespace, name, keys: given?.keys ?? [...keys], users: [...users] };
  });
}

/** The command that makes it. Values are read from files, so that none stands in a list of processes or a shell's history. */
export function makingCommand({ namespace, name, keys }: Omit<MissingSecret, 'users'>): string {
  const files = keys.map((key) => ` --from-file=${key}=<file>`).join('');
  return `kubectl -n ${namespace} create secret generic ${name}${files}`;
}

/** @throws GomeetError (prerequisite) that names each Secret, who needs it and the command that makes it */
export function requireSecrets(missing: readonly MissingSecret[]): void {
  const [first] = missing;
  if (first === undefined) return;
  const lines = missing.flatMap((secret) => [
    `Secret ${secret.namespace}/${secret.name}, for ${secret.users.join(', ')}`,
    `  ${makingCommand(secret)}`,
  ]);
  throw new GomeetError(`pods would wait for ever for what nobody brings:\n  ${lines.join('\n  ')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'secret-missing',
    hint: `kubectl create namespace ${first.namespace}   where there is none yet; manifests/README.md says what belongs into each Secret`,
  });
}
