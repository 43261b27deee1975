import type { CheckResult } from './check.ts';
import { healthCodeOf } from './codes.ts';

/** Characters: a body that a program answered with may be a page of JSON; the table has all of it. */
const foundMax = 160;
const brief = (text: string): string => (text.length > foundMax ? `${text.slice(0, foundMax)} …` : text);

/** One line for each check that is not well, and one that counts: for a chat, a pager or a terminal that is watched. */
export function shortView(results: readonly CheckResult[]): string {
  const ill = results.filter(({ status }) => status === 'failed' || status === 'warning');
  const lines = ill.map(
    ({ id, title, status, found, hint }) =>
      `${status === 'failed' ? 'FAILED ' : 'WARNING'} ${healthCodeOf(id).code} ${title}: ${brief(found)}${hint === null ? '' : ` → ${hint}`}`,
  );
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  const well = results.length - ill.length - skipped;
  return [...lines, `${well} of ${results.length - skipped} checks are well, ${skipped} skipped`].join('\n');
}
