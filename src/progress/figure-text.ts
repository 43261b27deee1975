import { formatQuantity } from '../units.ts';
import type { Figure } from './progress-event.ts';

/** A figure's value, such as `250 of 500` or `1.2 Gbit/s`. */
export function figureValue({ value, unit, of }: Figure): string {
  const shown = formatQuantity(value, unit);
  return of === null ? shown : `${shown} of ${formatQuantity(of, unit)}`;
}

/** What is said beside the value: that a limit is passed comes first. */
export function figureRemark({ value, unit, limit, remark }: Figure): string {
  const bound = limit === null ? '' : `${value > limit ? 'over' : 'limit'} ${formatQuantity(limit, unit)}`;
  return [bound, remark].filter((text) => text !== '').join(', ');
}

/** All figures on one line, for those who read lines. */
export const figuresText = (figures: readonly Figure[]): string =>
  figures
    .map((figure) => {
      const isOver = figure.limit !== null && figure.value > figure.limit;
      return `${figure.title} ${figureValue(figure)}${isOver ? ` (${figureRemark(figure)})` : ''}`;
    })
    .join(', ');

const levels = '▁▂▃▄▅▆▇█';

/** The last values as bars a line high, the newest on the right, from zero to the largest of them. */
export function textSparkline(values: readonly number[], width: number): string {
  const shown = width < 1 ? [] : values.slice(-width);
  const largest = Math.max(0, ...shown);
  return shown
    .map((value) => {
      const share = largest === 0 ? 0 : Math.max(0, value) / largest;
      return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))];
    })
    .join('');
}
