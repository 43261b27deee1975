import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import type { Container } from '../../src/deployment/kubernetes/pod-template.ts';

interface KeyReference {
  readonly name: string;
  readonly key: string;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: KeyReference;
    readonly secretKeyRef?: KeyReference;
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

interface Source {
  readonly configMapRef?: { readonly name: string };
  readonly secretRef?: { readonly name: string };
}

/** Where a container's variables come from. */
interface Surroundings {
  readonly namespace: string;
  /** ConfigMaps and Secrets among them are read. */
  readonly objects: readonly ClusterObject[];
  /** Value of each field of the pod that variables refer to. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The environment that the kubelet would give a container: `$(NAME)` stands for variables that were named before it under
 * `env`, those of `envFrom` are not seen by it.
 *
 * @throws Error for a reference to what is not there
 */
export function environmentOf(container: Container, surroundings: Surroundings): Record<string, string> {
  const { env = [], envFrom = [] } = container as {
    env?: readonly Variable[];
    envFrom?: readonly Source[];
  };
  const whole = Object.assign({}, ...envFrom.map((source) => dataOf(source, surroundings)));
  const named: Record<string, string> = {};
  for (const variable of env) {
    const value =
      variable.valueFrom === undefined
        ? (variable.value ?? '').replaceAll(/\$\((\w+)\)/g, (text, name) => named[name] ?? text)
        : referredTo(variable.valueFrom, surroundings);
    named[variable.name] = value;
  }
  return { ...whole, ...named };
}

function dataOf({ configMapRef, secretRef }: Source, surroundings: Surroundings): Record<string, string> {
  if (configMapRef !== undefined) return contentOf('ConfigMap', configMapRef.name, surroundings);
  return secretRef === undefined ? {} : contentOf('Secret', secretRef.name, surroundings);
}

function referredTo(from: NonNullable<Variable['valueFrom']>, surroundings: Surroundings): string {
  const { configMapKeyRef, secretKeyRef, fieldRef } = from;
  if (fieldRef !== undefined) {
    const value = surroundings.fields[fieldRef.fieldPath];
    if (value === undefined) throw new Error(`the test gives no ${fieldRef.fieldPath}`);
    return value;
  }
  const kind = configMapKeyRef === undefined ? 'Secret' : 'ConfigMap';
  const reference = configMapKeyRef ?? secretKeyRef;
  const value = contentOf(kind, reference?.name ?? '', surroundings)[reference?.key ?? ''];
  if (value === undefined) throw new Error(`${kind} ${reference?.name} has no key ${reference?.key}`);
  return value;
}

function contentOf(
  kind: 'ConfigMap' | 'Secret',
  name: string,
  { namespace, objects }: Surroundings,
): Record<string, string> {
  const found = objects.find(
    (object) =>
      object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name,
  );
  if (found === undefined) throw new Error(`there is no ${kind} ${namespace}/${name}`);
  const data = (found.data ?? {}) as Record<string, string>;
  if (kind === 'ConfigMap') return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString('utf8')]),
  );
}
