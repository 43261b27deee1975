import { stripVTControlCharacters } from 'node:util';
import type { Output } from '../../context.ts';
import { eventView } from '../../progress/event-view.ts';
import { followProgress, type LiveState, nothingLive } from '../../progress/live-state.ts';
import { liveView } from '../../progress/live-view.ts';
import { cellsOf } from '../../progress/window-text.ts';
import type { Display } from '../progress.ts';

/** Four pictures a second look alive, and cost less than a hundredth of a core. */
const frameIntervalMs = 250;

/**
 * Progress as a picture below what stays on the screen, redrawn in place. The cursor stays visible and rests on the line
 * below the picture, so that a program that is killed leaves the terminal as it should be.
 */
export function createLiveDisplay(output: Output, now: () => number): Display {
  const style = { color: output.color, verbose: false };
  let state: LiveState = nothingLive;
  let picture: readonly string[] = [];
  let paintedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const paint = (lasting = ''): void => {
    const { columns, rows, color } = output;
    const next = liveView(state, now(), { columns, rows, color });
    const isSame = next.length === picture.length && next.every((line, i) => line === picture[i]);
    paintedAt = now();
    if (lasting === '' && isSame) return;
    output.write(`${erase(picture, columns)}${lasting}${next.map((line) => `${line}\n`).join('')}`);
    picture = next;
  };
  const keepPainting = (): void => {
    if (state.steps.length === 0) {
      clearInterval(timer);
      timer = undefined;
    } else timer ??= setInterval(paint, frameIntervalMs, '').unref();
  };
  return {
    show(event) {
      const isNews = event.event === 'step-begun' || event.event === 'ended';
      const lasting = eventView(event, style);
      state = event.event === 'ended' ? nothingLive : followProgress(state, event);
      if (isNews || lasting !== '' || now() - paintedAt >= frameIntervalMs) paint(lasting);
      keepPainting();
    },
  };
}

/**
 * Takes the picture away: up to its first line, then everything below. A window that has become narrower since has broken
 * its lines, as terminals do that keep the text of a resized window.
 */
function erase(picture: readonly string[], columns: number): string {
  if (picture.length === 0) return '';
  const rows = picture
    .map((line) => cellsOf(stripVTControlCharacters(line)))
    .reduce((sum, cells) => sum + Math.max(1, Math.ceil(cells / columns)), 0);
  return `\u001b[${rows}A\r\u001b[J`;
}
