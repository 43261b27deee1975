import Big from 'big.js';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type Bill, sumOf, toCents } from '../../pricing/bill.ts';
import { type CloudKind, type CloudResource, keyOf, type Sighting } from './cloud-resource.ts';
import type { Observed } from './observe-cloud.ts';
import type { WantedPool } from './wanted-cloud.ts';

/** What `apply` would do with one thing. */
export interface CloudChange {
  readonly action: 'create' | 'update' | 'wait' | 'unchanged' | 'later' | 'conflict';
  readonly kind: CloudKind;
  readonly name: string;
  /** Why, in words: differences, conflicts, a state that is not reached yet. */
  readonly reason: string;
  /** What it costs a month by the bill; null: it is not charged by itself. */
  readonly monthlyCost: Big | null;
  /** What the bill grows by: all of what is made, and what a change adds to what is there. Null: nothing is charged by itself. */
  readonly addedMonthlyCost: Big | null;
  readonly notes: readonly string[];
}

export function changeOf(
  resource: CloudResource,
  found: Sighting | string | null,
  bill: Pick<Bill, 'lines'>,
): CloudChange {
  const { kind, name } = resource;
  const monthlyCost = costOf(resource, bill);
  const base = { kind, name, monthlyCost, addedMonthlyCost: monthlyCost && new Big(0), notes: [] };
  if (found === null) return { ...base, addedMonthlyCost: monthlyCost, action: 'create', reason: '' };
  if (typeof found === 'string') return { ...base, action: 'later', reason: found };
  const change = (action: CloudChange['action'], reason: string): CloudChange => ({
    ...base,
    action,
    reason,
    notes: [...(found.foreign === undefined ? [] : [found.foreign]), ...(found.notes ?? [])],
  });
  if (found.conflicts.length > 0) return change('conflict', found.conflicts.join('; '));
  if (found.state === 'failed') return change('conflict', `DigitalOcean says: ${found.text}`);
  if (found.differences.length > 0)
    return {
      ...change('update', found.differences.join('; ')),
      addedMonthlyCost: monthlyCost?.times(missingShare(found)) ?? null,
    };
  return found.state === 'waiting' ? change('wait', found.text) : change('unchanged', found.text);
}

function costOf({ billLines }: CloudResource, { lines }: Pick<Bill, 'lines'>): Big | null {
  // A line of several tiers is `object-storage.1`, `object-storage.2`.
  const own = lines.filter(({ id }) => billLines.some((name) => id === name || id.startsWith(`${name}.`)));
  return own.length === 0 ? null : sumOf(own.map(({ amount }) => amount));
}

/** Machines of one line cost the same each: of 5 planned, 3 found, the line's amount grows by two fifths of it. */
function missingShare({ machines }: Sighting): Big {
  if (machines === undefined || machines.planned <= machines.found) return new Big(0);
  return new Big(machines.planned - machines.found).div(machines.planned);
}

/** What the month costs more by everything that is made or grows. */
export const newMonthlyCost = (changes: readonly CloudChange[]): Big =>
  toCents(changes.reduce((sum, { addedMonthlyCost }) => sum.plus(addedMonthlyCost ?? 0), new Big(0)));

/** Machines of clusters that are to come, in pools that are made or grow: what the account's limit has to leave room for. */
export const newMachines = (observed: readonly Observed[], pools: readonly WantedPool[]): number =>
  pools.reduce((sum, { name, nodes }) => {
    const pool = observed.find(
      ({ resource }) => resource.kind === 'node-pool' && resource.name === name,
    )?.found;
    const found = typeof pool === 'object' ? (pool?.machines?.found ?? 0) : 0;
    return sum + Math.max(0, nodes - found);
  }, 0);

export const isPending = (changes: readonly CloudChange[]): boolean =>
  changes.some(({ action }) => action === 'create' || action === 'update' || action === 'wait');

export const hasConflict = (changes: readonly CloudChange[]): boolean =>
  changes.some(({ action }) => action === 'conflict');

/** @throws GomeetError (conflict) that names every one: nothing is begun that is known to stop half-way */
export function requireNoConflict(changes: readonly CloudChange[]): void {
  if (!hasConflict(changes)) return;
  const conflicts = changes.filter(({ action }) => action === 'conflict');
  const lines = conflicts.map((change) => `${keyOf(change)}: ${change.reason}`);
  throw new GomeetError(`nothing was made: a person has to decide first\n  ${lines.join('\n  ')}`, {
    exitCode: ExitCode.conflict,
    code: 'cloud-conflict',
    hint: 'gomeet cloud plan   shows everything else that would be done',
  });
}
