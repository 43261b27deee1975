import { isLowerBetter } from '../results/kpi-definition.ts';
import type { KpiResult } from '../results/verdict.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import type { Scale } from './chart-scale.ts';
import { place } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const WIDTH = 132;
const HEIGHT = 18;

/**
 * What the bullet shows: from zero to a little beyond the largest of value, target and critical. Where more is better
 * and the values lie close together (99 % against 100 %) it starts below the smallest instead, or nothing would be seen.
 */
function domainOf(kpi: KpiResult, measured: number): readonly [number, number] {
  const marks = [measured, kpi.target, ...(kpi.critical === null ? [] : [kpi.critical])];
  const [least, most] = [Math.min(...marks), Math.max(...marks)];
  if (isLowerBetter(kpi.direction)) return [0, most * 1.08 || 1];
  const margin = (most - least || most * 0.1) * 0.5;
  return [Math.max(0, least - margin), most];
}

/** A KPI's value as a bar against its target (tick) and the critical zone (shaded); the whisker is the 95 % interval. */
export function bulletChart(kpi: KpiResult): Markup | null {
  const { measured } = kpi;
  if (measured === null) return null;
  const domain = domainOf(kpi, measured);
  const x: Scale = { domain, range: [1, WIDTH - 1] };
  const bound = (value: number): number => place(x, Math.min(Math.max(value, domain[0]), domain[1]));
  const criticalAt = kpi.critical === null ? null : bound(kpi.critical);
  const zone = isLowerBetter(kpi.direction)
    ? { from: criticalAt ?? 0, to: WIDTH }
    : { from: 0, to: criticalAt ?? 0 };
  const low = bound(kpi.interval?.[0] ?? domain[0]);
  const high = bound(kpi.interval?.[1] ?? domain[1]);
  const finding = `${formatQuantity(measured, kpi.unit)} against a target of ${formatTarget(kpi)}`;
  return html`<svg class="bullet" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img"><title>${finding}</title><rect class="track" x="0" y="4" width="${WIDTH}" height="10" rx="2"/>${
    criticalAt !== null &&
    html`<rect class="zone" x="${zone.from}" y="4" width="${Math.round((zone.to - zone.from) * 10) / 10}" height="10"/>`
  }<rect class="bar" x="0" y="7" width="${bound(measured)}" height="4"/>${
    high > low && html`<path class="whisker" d="M${low} 9H${high}M${low} 6V12M${high} 6V12"/>`
  }<path class="goal" d="M${bound(kpi.target)} 1V17"/></svg>`;
}
