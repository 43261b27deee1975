import { statusGlyph } from '../status-view.ts';
import { padded } from '../text-table.ts';
import { type Area, readinessOf } from './area.ts';

/** The verdict of each area for a terminal, and where the pages are. */
export function readinessTextView(areas: readonly Area[], page: string): string {
  const rows = areas.map(({ title, status, because }) => [
    `${statusGlyph(status)} ${status}`,
    title,
    because,
  ]);
  const next = areas.find(({ status, next: step }) => status !== 'PASS' && step?.startsWith('gomeet'))?.next;
  return [
    `${readinessOf(areas)}: ${areas.filter(({ status }) => status === 'PASS').length} of ${areas.length} areas pass`,
    '',
    ...padded(rows, []),
    '',
    `Report: ${page}`,
    `Next: ${next ?? 'gomeet report open'}`,
  ].join('\n');
}
