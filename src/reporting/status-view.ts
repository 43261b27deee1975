import type { Status } from '../results/verdict.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** A status is told three ways, so that it survives a printer, a screen reader and colour blindness. */
const APPEARANCES: Record<Status, { readonly glyph: string; readonly style: string }> = {
  PASS: { glyph: '✓', style: 'pass' },
  MISSED: { glyph: '✗', style: 'missed' },
  CRITICAL: { glyph: '‼', style: 'critical' },
  INCONCLUSIVE: { glyph: '?', style: 'inconclusive' },
  'NO DATA': { glyph: '∅', style: 'no-data' },
};

/** The glyph of a status, one column wide in a terminal. */
export function statusGlyph(status: Status): string {
  return APPEARANCES[status].glyph;
}

/** Class of the style sheet that gives a status its colour. */
export function statusStyle(status: Status): string {
  return APPEARANCES[status].style;
}

/** Status as glyph, word and colour. */
export function statusBadge(status: Status): Markup {
  return html`<span class="status ${statusStyle(status)}"><span aria-hidden="true">${statusGlyph(status)}</span> ${status}</span>`;
}
