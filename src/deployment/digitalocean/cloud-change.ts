import Big from 'big.js';
import { type Bill, sumOf } from '../../pricing/bill.ts';
import type { CloudKind, CloudResource, Sighting } from './cloud-resource.ts';

/** What `apply` would do with one thing. */
export interface CloudChange {
  readonly action: 'create' | 'update' | 'wait' | 'unchanged' | 'later' | 'conflict';
  readonly kind: CloudKind;
  readonly name: string;
  /** Why, in words: differences, conflicts, a state that is not reached yet. */
  readonly reason: string;
  /** What it costs a month by the bill; null: it is not charged by itself. */
  readonly monthlyCost: Big | null;
  readonly notes: readonly string[];
}

export function changeOf(
  resource: CloudResource,
  found: Sighting | string | null,
  bill: Pick<Bill, 'lines'>,
): CloudChange {
  const { kind, name } = resource;
  const base = { kind, name, monthlyCost: costOf(resource, bill), notes: [] };
  if (found === null) return { ...base, action: 'create', reason: '' };
  if (typeof found === 'string') return { ...base, action: 'later', reason: found };
  const change = (action: CloudChange['action'], reason: string): CloudChange => ({
    ...base,
    action,
    reason,
    notes: [...(found.foreign === undefined ? [] : [found.foreign]), ...(found.notes ?? [])],
  });
  if (found.conflicts.length > 0) return change('conflict', found.conflicts.join('; '));
  if (found.state === 'failed') return change('conflict', `DigitalOcean says: ${found.text}`);
  if (found.differences.length > 0) return change('update', found.differences.join('; '));
  return found.state === 'waiting' ? change('wait', found.text) : change('unchanged', found.text);
}

function costOf({ billLines }: CloudResource, { lines }: Pick<Bill, 'lines'>): Big | null {
  // A line of several tiers is `object-storage.1`, `object-storage.2`.
  const own = lines.filter(({ id }) => billLines.some((name) => id === name || id.startsWith(`${name}.`)));
  return own.length === 0 ? null : sumOf(own.map(({ amount }) => amount));
}

/** What the month costs more by everything that is created. */
export const newMonthlyCost = (changes: readonly CloudChange[]): Big =>
  changes
    .filter(({ action }) => action === 'create')
    .reduce((sum, { monthlyCost }) => sum.plus(monthlyCost ?? 0), new Big(0));

export const isPending = (changes: readonly CloudChange[]): boolean =>
  changes.some(({ action }) => action === 'create' || action === 'update' || action === 'wait');
