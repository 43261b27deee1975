import { asDecimal, type Bill } from '../../pricing/bill.ts';
import { dollars } from '../../pricing/money-text.ts';
import { padded } from '../../reporting/text-table.ts';
import { type CloudChange, newMonthlyCost } from './cloud-change.ts';
import type { Removal } from './destroy-cloud.ts';
import type { Observed } from './observe-cloud.ts';
import type { WantedCloud } from './wanted-cloud.ts';

const MARKS = { create: '+', update: '~', wait: '…', unchanged: ' ', later: '·', conflict: '!' } as const;

/** What would change, with what it costs, and the whole bill below it: shown before anything is made. */
export function cloudPlanView(
  { name, region }: Pick<WantedCloud, 'name' | 'region'>,
  changes: readonly CloudChange[],
  bill: Pick<Bill, 'monthlyTotal' | 'isAtLeast'>,
): string {
  const rows = changes.map(({ action, kind, name: thing, monthlyCost, addedMonthlyCost, reason }) => [
    `${MARKS[action]} ${action}`,
    kind,
    thing,
    monthlyCost === null ? '' : `${dollars(asDecimal(monthlyCost))}/month`,
    action === 'update' && addedMonthlyCost?.gt(0)
      ? `${reason} (+${dollars(asDecimal(addedMonthlyCost))}/month)`
      : reason,
  ]);
  const notes = changes.flatMap((change) =>
    change.notes.map((note) => `  ${change.kind} ${change.name}: ${note}`),
  );
  const added = newMonthlyCost(changes);
  const least = bill.isAtLeast ? 'at least ' : '';
  return [
    `DigitalOcean, ${region}, platform ${name}`,
    ...padded(rows, ['left', 'left', 'left', 'right', 'left']),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
    added.eq(0)
      ? 'The bill stays as it is.'
      : `What is made or grows costs ${dollars(asDecimal(added))} more a month at list prices.`,
    `The whole bill, with load balancers, volumes and traffic: ${least}${dollars(asDecimal(bill.monthlyTotal))} a month (gomeet cost).`,
  ].join('\n');
}

/** What is there now. */
export function cloudStatusView(observed: readonly Observed[]): string {
  const rows = observed.map(({ resource, found }) => [
    found === null || typeof found === 'string' ? '-' : found.state,
    resource.kind,
    resource.name,
    found === null ? 'not there' : typeof found === 'string' ? found : found.text,
  ]);
  return padded(rows, ['left', 'left', 'left', 'left']).join('\n');
}

/** What would go and what stays: shown before the question. */
export function removalView(removals: readonly Removal[]): string {
  if (removals.length === 0) return 'Nothing of this platform is there.';
  const rows = removals.map(({ action, resource, found, reason }) => [
    action === 'remove' ? '- remove' : '  keep',
    resource.kind,
    resource.name,
    reason === '' ? found.text : reason,
  ]);
  return padded(rows, ['left', 'left', 'left', 'left']).join('\n');
}
