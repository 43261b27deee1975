import type { KeptMail } from './mail-store.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

const style =
  ':root{color-scheme:light dark}body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}' +
  'table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #8886}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}';

const page = (title: string, content: string) =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  `<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${content}</main></body></html>`;

/** Addresses become links; all else of the text is escaped, and so is the address. */
const withLinks = (text: string) =>
  text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((piece, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(piece)}">${escapeHtml(piece)}</a>` : escapeHtml(piece),
    )
    .join('');

/** The list of mails, newest first. */
export function listPage(mails: readonly KeptMail[]): string {
  const rows = mails.map(
    ({ id, to, subject, date }) =>
      `<tr><td><a href="/mails/${id}">${escapeHtml(subject) || '(no subject)'}</a></td>` +
      `<td>${escapeHtml(to)}</td><td>${escapeHtml(date)}</td></tr>`,
  );
  const table =
    '<table><thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Sent</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table>`;
  const nothing = '<p>Nothing was sent yet. What the platform mails to anybody arrives here.</p>';
  return page('GoMeet mailbox', `<h1>GoMeet mailbox</h1>${rows.length === 0 ? nothing : table}`);
}

/** One mail: its headers and its text. */
export function mailPage({ id, from, to, subject, date, text }: KeptMail): string {
  const head = [
    ['From', from],
    ['To', to],
    ['Sent', date],
  ].map(([name, value]) => `${name}: ${escapeHtml(value ?? '')}`);
  return page(
    subject,
    `<p><a href="/">All mails</a> · <a href="/mails/${id}.eml">Source</a></p><h1>${escapeHtml(subject)}</h1>` +
      `<p>${head.join('<br>')}</p><pre>${withLinks(text)}</pre>`,
  );
}
