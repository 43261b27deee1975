import type { Markup } from './html.ts';
import { escapeHtml } from './html.ts';

/** The plain files of `reports/templates/`: the frame of the page and its style sheet. */
export interface ReportTemplate {
  readonly frame: string;
  readonly style: string;
}

/** The places that the frame leaves open. The style sheet is linked there, so that the frame can be opened as it is. */
const PLACES = {
  title: '{{title}}',
  style: '<link rel="stylesheet" href="report.css">',
  body: '{{body}}',
} as const;
const ANY_PLACE = /\{\{title\}\}|<link rel="stylesheet" href="report\.css">|\{\{body\}\}/g;

/** The style sheet without comments and indentation, a third of its size. It holds no string that looks like a comment. */
function compact(css: string): string {
  return css.replaceAll(/\/\*.*?\*\/|\s*\n\s*/gs, ' ').replaceAll(/ {2,}/g, ' ');
}

/** One HTML file that needs no network and no JavaScript to be read: the frame with its style sheet, a title and a body. */
export function fillFrame(template: ReportTemplate, title: string, body: Markup): string {
  const parts: Record<string, string> = {
    [PLACES.title]: escapeHtml(title),
    [PLACES.style]: `<style>${compact(template.style)}</style>`,
    [PLACES.body]: body.text,
  };
  // One pass with a function, so that a "{{body}}" or "$&" in somebody's room name stays what it is.
  return template.frame.replace(ANY_PLACE, (place) => parts[place] ?? place);
}
