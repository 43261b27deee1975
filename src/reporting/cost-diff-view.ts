import type Big from 'big.js';
import type { CostDiff } from '../pricing/cost-diff.ts';
import { moneyText } from '../pricing/cost-table.ts';
import { padded } from './text-table.ts';

/** What one plan costs more than another, the largest change first; lines that cost the same are counted. */
export function costDiffView(names: readonly [string, string], diff: CostDiff): string {
  const { currency, changes } = diff;
  const money = (amount: Big | null): string => moneyText(amount, currency);
  const signed = (amount: Big | null): string => `${amount?.gt(0) ? '+' : ''}${money(amount)}`;
  const changed = changes.filter(({ kind }) => kind !== 'same');
  const same = changes.length - changed.length;
  const rows = [
    ['', names[0], names[1], 'change'],
    ...changed.map(({ id, before, after, change, kind }) => [
      kind === 'changed' ? id : `${id} (${kind})`,
      money(before),
      money(after),
      signed(change),
    ]),
    ['Total', money(diff.before), money(diff.after), signed(diff.change)],
  ];
  return [
    ...padded(rows, ['left', 'right', 'right', 'right']),
    ...(same > 0 ? ['', `${same} ${same === 1 ? 'line costs' : 'lines cost'} the same.`] : []),
  ].join('\n');
}
