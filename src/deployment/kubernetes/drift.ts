import type { Change } from './change-set.ts';

/** One object that is not as the last deployment left it. */
export interface Drift {
  readonly kind: string;
  /** Empty for what belongs to the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  readonly what: 'changed' | 'deleted';
  readonly fields: readonly { readonly path: string; readonly manager: string }[];
}

/**
 * What others did since, by who did it: found by asking what deploying the same set again would change.
 *
 * @param changes of the recorded set, worked out without force
 */
export function driftOf(changes: readonly Change[]): Drift[] {
  return changes.flatMap(({ action, key, fields, conflicts, live }): Drift[] => {
    const { kind, name } = key;
    const drift = { kind, namespace: key.namespace ?? '', name };
    switch (action) {
      case 'create':
        return [{ ...drift, what: 'deleted', fields: [] }];
      case 'conflict':
        return [{ ...drift, what: 'changed', fields: conflicts }];
      case 'update': {
        // A field that was taken out has no owner any more: who changed the object last is the best that is known.
        const manager = live?.metadata.managedFields?.findLast(
          ({ subresource }) => subresource === undefined,
        );
        const by = manager?.manager ?? 'somebody';
        return [{ ...drift, what: 'changed', fields: fields.map(({ path }) => ({ path, manager: by })) }];
      }
      default:
        return [];
    }
  });
}
