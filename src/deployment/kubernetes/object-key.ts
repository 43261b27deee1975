import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';

export function keyOf({ apiVersion, kind, metadata }: ClusterObject): ObjectKey {
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
}

/** One text for one object, whatever version of its group names it: `apps Deployment gomeet/api-auth`. */
export function identityOf({ apiVersion, kind, namespace, name }: ObjectKey): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : 'core';
  return `${group} ${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

/** As people name it: `Deployment gomeet/api-auth`. */
export function shownKey({ kind, namespace, name }: ObjectKey): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}
