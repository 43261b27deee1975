import { createHash } from 'node:crypto';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { generationOf } from './media-deployment.ts';
import { GENERATION_LABEL } from './media-pod.ts';

interface DeploymentSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: object;
  };
}

/**
 * Names every generation after what it runs: `livekit-a` of the manifests becomes `livekit-5f1c9a07`. Another image, limit or
 * configuration is another name, and so another Deployment beside the old one; the same is the same, and nothing changes.
 * The number of replicas is no part of it. Autoscalers follow the name; what has no generation comes back as it was.
 */
export function nameGenerations(objects: readonly ClusterObject[]): ClusterObject[] {
  const renamed = new Map<string, ClusterObject>();
  for (const object of objects) {
    const marked = object.kind === 'Deployment' ? generationOf(object) : null;
    if (marked !== null) renamed.set(placeOf(object), named(object, marked, digestOf(object, objects)));
  }
  return objects.map(
    (object) => (object.kind === 'Deployment' && renamed.get(placeOf(object))) || retargeted(object, renamed),
  );
}

const placeOf = ({ metadata }: ClusterObject): string => `${metadata.namespace}/${metadata.name}`;

/** A HorizontalPodAutoscaler or ScaledObject names the Deployment that it scales. */
function retargeted(object: ClusterObject, renamed: ReadonlyMap<string, ClusterObject>): ClusterObject {
  const { scaleTargetRef, ...rest } = (object.spec ?? {}) as { scaleTargetRef?: { name: string } };
  const target = renamed.get(`${object.metadata.namespace}/${scaleTargetRef?.name}`);
  if (target === undefined) return object;
  return { ...object, spec: { ...rest, scaleTargetRef: { ...scaleTargetRef, name: target.metadata.name } } };
}

function named(object: ClusterObject, marked: string, generation: string): ClusterObject {
  const { selector, template, ...rest } = object.spec as DeploymentSpec & Readonly<Record<string, unknown>>;
  const stem = object.metadata.name.endsWith(`-${marked}`)
    ? object.metadata.name.slice(0, -marked.length - 1)
    : object.metadata.name;
  const label = { [GENERATION_LABEL]: generation };
  return {
    ...object,
    metadata: {
      ...object.metadata,
      name: `${stem}-${generation}`,
      labels: { ...object.metadata.labels, ...label },
    },
    spec: {
      ...rest,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, ...label } },
      template: {
        ...template,
        metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...label } },
      },
    },
  };
}

/**
 * 32 bits of SHA-256 over the pods' template and the ConfigMaps that it names: LiveKit reads its configuration only when it
 * starts, so a changed one needs new pods too.
 */
function digestOf(object: ClusterObject, objects: readonly ClusterObject[]): string {
  const { template } = object.spec as DeploymentSpec;
  const { [GENERATION_LABEL]: _marked, ...labels } = template.metadata.labels;
  const text = JSON.stringify(template.spec, sortKeys);
  const configuration = objects
    .filter(
      ({ kind, metadata }) =>
        kind === 'ConfigMap' &&
        metadata.namespace === object.metadata.namespace &&
        text.includes(`"name":"${metadata.name}"`),
    )
    .map(({ data, binaryData, metadata }) => ({ name: metadata.name, data, binaryData }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const whole = JSON.stringify({ text, labels, configuration }, sortKeys);
  return createHash('sha256').update(whole).digest('hex').slice(0, 8);
}

const sortKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
    : value;
