import type { KpiChange } from '../results/kpi-change.ts';
import type { Unit } from '../units.ts';
import { formatQuantity } from '../units.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** A change is told three ways as a status is: by shape, word and colour. */
const APPEARANCES: Record<KpiChange['change'], { readonly glyph: string; readonly style: string }> = {
  better: { glyph: '▲', style: 'pass' },
  worse: { glyph: '▼', style: 'missed' },
  'no change': { glyph: '=', style: 'no-data' },
  undecided: { glyph: '?', style: 'inconclusive' },
  'not comparable': { glyph: '∅', style: 'no-data' },
};

/** `▲ better`: the word with its shape, for a terminal. */
export const changeWord = ({ change }: KpiChange): string => `${APPEARANCES[change].glyph} ${change}`;

/** `+12 ms (+8 %)`; shares of a percentage would be read as points, so there the difference stands alone. */
export function differenceText({ difference, share }: KpiChange, unit: Unit): string {
  if (difference === null) return '—';
  if (difference === 0) return 'none';
  const sign = difference > 0 ? '+' : '−';
  const amount = `${sign}${formatQuantity(Math.abs(difference), unit).replace(/ %$/, ' points')}`;
  if (share === null || unit === '%') return amount;
  return `${amount} (${sign}${formatQuantity(Math.abs(share) * 100, '%')})`;
}

/** A change as a badge with the difference below it. */
export function changeBadge(change: KpiChange, unit: Unit): Markup {
  const { glyph, style } = APPEARANCES[change.change];
  const difference = change.difference === null ? null : differenceText(change, unit);
  return html`<span class="status ${style}"><span aria-hidden="true">${glyph}</span> ${change.change}</span>${difference !== null && difference !== 'none' && html` <small>${difference}</small>`}`;
}
