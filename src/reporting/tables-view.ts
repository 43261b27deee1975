import type { Run, Table } from '../results/run.ts';
import { formatQuantity } from '../units.ts';
import { html, type Markup } from './html.ts';
import { padded } from './text-table.ts';

/** More rows than a terminal shows at once are left to the report. */
const terminalRows = 20;

/** Tables that belong to this kind of run alone: each of its rooms, each step of a search. */
export function tablesView({ tables = [] }: Pick<Run, 'tables'>): Markup | null {
  return tables.length === 0 ? null : html`${tables.map(tableView)}`;
}

function tableView(table: Table): Markup {
  const classOf = (i: number): string => (table.columns[i]?.unit ? 'number' : '');
  return html`<section aria-labelledby="${table.id}"><h2 id="${table.id}">${table.title}</h2>
<table class="plain"><thead><tr>${table.columns.map(({ title }, i) => html`<th scope="col" class="${classOf(i)}">${title}</th>`)}</tr></thead><tbody>${table.rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) =>
        i === 0
          ? html`<th scope="row">${cellText(table, cell, i)}</th>`
          : html`<td data-label="${table.columns[i]?.title ?? ''}" class="${classOf(i)}">${cellText(table, cell, i)}</td>`,
      )}</tr>`,
  )}</tbody></table></section>`;
}

/** The same tables as lines of text, each after an empty line. */
export function tableLines({ tables = [] }: Pick<Run, 'tables'>): readonly string[] {
  return tables.flatMap((table) => {
    const shown = table.rows.slice(0, terminalRows);
    const rows = [
      table.columns.map(({ title }) => title),
      ...shown.map((row) => row.map((cell, i) => cellText(table, cell, i))),
    ];
    const more = table.rows.length - shown.length;
    return [
      '',
      table.title,
      ...padded(
        rows,
        table.columns.map(({ unit }) => (unit === null ? 'left' : 'right')),
      ).map((line) => `  ${line}`),
      ...(more > 0 ? [`  and ${more} more in the report`] : []),
    ];
  });
}

function cellText({ columns }: Table, cell: string | number | null, column: number): string {
  if (cell === null) return '—';
  return typeof cell === 'number' ? formatQuantity(cell, columns[column]?.unit ?? 'count') : cell;
}
