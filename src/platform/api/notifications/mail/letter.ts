import type { CalendarEvent } from './calendar.ts';

/** A mail before it is laid out: plain text throughout, whatever people have typed into it. */
export interface Letter {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do; the link is an absolute address. */
  readonly action?: { readonly label: string; readonly link: string };
  /** Why this mail came, in small print. */
  readonly footer: string;
  readonly event?: CalendarEvent;
}

/** The letter as plain text, for those who read mail so and for whatever shows the beginning of it. */
export function letterText({ paragraphs, action, footer }: Letter): string {
  const parts = [...paragraphs, ...(action ? [`${action.label}:\n${action.link}`] : []), `-- \n${footer}`];
  return `${parts.join('\n\n')}\n`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

/** The letter as HTML. Mail programs know neither style sheets nor scripts, so it is a few elements with their own style. */
export function letterHtml({ subject, paragraphs, action, footer }: Letter): string {
  const text = paragraphs
    .map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`)
    .join('');
  const button = action
    ? `<p style="margin:24px 0"><a href="${escapeHtml(action.link)}" style="background:#15803d;color:#ffffff;` +
      `padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${escapeHtml(action.label)}</a></p>` +
      `<p style="margin:0 0 16px;color:#4b5563;font-size:13px">${escapeHtml(action.link)}</p>`
    : '';
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>` +
    '<body style="margin:0;padding:24px;background:#f9fafb;color:#111827;font:16px/1.5 sans-serif">' +
    '<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:12px">' +
    `${text}${button}<p style="margin:24px 0 0;color:#4b5563;font-size:13px">${escapeHtml(footer)}</p></div></body></html>`
  );
}
