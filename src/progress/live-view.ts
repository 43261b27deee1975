import { formatDuration } from '../units.ts';
import { figureRemark, figureValue, textSparkline } from './figure-text.ts';
import type { LiveState, LiveStep } from './live-state.ts';
import type { Figure, Standing } from './progress-event.ts';
import { cellsOf, cut, oneLine } from './window-text.ts';

/** The window that a view is drawn for. */
export interface Window {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

/** Bars may take what is left when the words have their room. */
const barCells = (columns: number): number => (columns >= 80 ? 24 : 10);
const sparklineCells = (columns: number): number => (columns >= 100 ? 24 : columns >= 80 ? 12 : 6);

/**
 * The work under way as lines, none as wide as the window (a full last column makes some terminals wrap) and fewer than
 * its rows. Each step is a line with its bar and the time it has taken; its figures stand below.
 * @param now Unix time in milliseconds
 */
export function liveView({ steps }: LiveState, now: number, window: Window): readonly string[] {
  const width = window.columns - 1;
  const lines = steps.flatMap((step) => [headLine(step, now, width), ...figureLines(step, width, window)]);
  const room = Math.max(1, window.rows - 2);
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), cut(`  … ${lines.length - room + 1} more lines`, width)];
}

function headLine(step: LiveStep, now: number, width: number): string {
  const elapsed = formatDuration(now - step.begunAt);
  const room = width - cellsOf(elapsed) - 2;
  const text = oneLine(step.text);
  const share = shareText(step, barCells(width + 1));
  // The title gives way to the count, which is what one looks for; the reason beside it gives way to both.
  const title = cut(
    `▸ ${oneLine(step.title)}`,
    share === '' ? room : Math.max(12, room - cellsOf(share) - 2),
  );
  const line = cut([title, share, text].filter((part) => part !== '').join('  '), room);
  return `${line}${' '.repeat(room - cellsOf(line))}  ${elapsed}`;
}

/** `████░░░░ 250/500`, `18 s`, or nothing where a step does not count. */
export function shareText({ done, total, unit }: Standing, cells: number): string {
  if (done === null) return '';
  const suffix = unit === 's' ? ' s' : '';
  if (total === null || total <= 0) return `${done}${suffix}`;
  return `${bar(done / total, cells)} ${done}/${total}${suffix}`;
}

function bar(share: number, cells: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return `${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`;
}

function figureLines({ figures, history }: LiveStep, width: number, { columns, color }: Window): string[] {
  const titles = Math.max(...figures.map(({ title }) => cellsOf(title)));
  const values = Math.max(...figures.map((figure) => cellsOf(figureValue(figure))));
  const bars = sparklineCells(columns);
  return figures.map((figure) => {
    const trace = textSparkline(history[figure.id] ?? [], bars).padEnd(bars);
    const remark = figureRemark(figure);
    const line = `    ${padded(figure.title, titles)}  ${figureValue(figure).padStart(values)}  ${trace}`;
    const words = remark === '' ? '' : cut(`  ${oneLine(remark)}`, width - cellsOf(line));
    return `${cut(line, width)}${color && isOver(figure) ? `\u001b[33m${words}\u001b[0m` : words}`.trimEnd();
  });
}

const padded = (text: string, cells: number): string =>
  `${text}${' '.repeat(Math.max(0, cells - cellsOf(text)))}`;

const isOver = ({ value, limit }: Figure): boolean => limit !== null && value > limit;
