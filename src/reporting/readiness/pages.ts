import type { Markup } from '../html.ts';
import { html } from '../html.ts';

/** The pages of the readiness report, in the order of their links. */
export const PAGES = {
  index: { file: 'index.html', title: 'Readiness' },
  cost: { file: 'cost.html', title: 'Cost and economics' },
  infrastructure: { file: 'infrastructure.html', title: 'Infrastructure' },
  recovery: { file: 'recovery.html', title: 'Recovery' },
  tasks: { file: 'tasks.html', title: 'Tasks' },
  reference: { file: 'quick-reference.html', title: 'Quick reference' },
  runs: { file: 'runs.html', title: 'All runs' },
} as const;

export type PageId = keyof typeof PAGES;

/** Links to all pages; that of the page itself is told as such. */
export const pagesNav = (own: PageId): Markup =>
  html`<nav class="pages" aria-label="Pages of this report">${Object.entries(PAGES).map(([id, { file, title }]) => (id === own ? html`<a aria-current="page" href="${file}">${title}</a> ` : html`<a href="${file}">${title}</a> `))}</nav>`;

/** Which page answers whom, in the order in which to read. */
export const READERS: readonly { readonly who: string; readonly pages: readonly PageId[] }[] = [
  { who: 'Management, investors', pages: ['index', 'cost', 'tasks'] },
  { who: 'Technical leads', pages: ['infrastructure', 'tasks', 'recovery'] },
  { who: 'Operations', pages: ['recovery', 'infrastructure', 'runs'] },
];
