import type { Output } from '../../context.ts';
import { type EventStyle, eventView, standingView } from '../../progress/event-view.ts';
import type { StepEvent } from '../../progress/progress-event.ts';
import { oneLine } from '../../progress/window-text.ts';
import type { Display } from '../progress.ts';

/** A line of progress at most this often, and whenever another tenth of the work is done; with `--verbose` every second. */
const intervalMs = 10_000;
const verboseIntervalMs = 1000;

/** Progress as lines that stay: for pipes, logs, dumb terminals and readers of the screen. */
export function createPlainDisplay(output: Output, style: EventStyle): Display {
  const last = new Map<number, { at: number; tenth: number }>();
  const isDue = ({ step, at, done, total }: StepEvent): boolean => {
    const shown = last.get(step);
    if (shown === undefined) return false;
    const tenth = done !== null && total ? Math.floor((10 * done) / total) : shown.tenth;
    if (tenth === shown.tenth && at - shown.at < (style.verbose ? verboseIntervalMs : intervalMs))
      return false;
    last.set(step, { at, tenth });
    return true;
  };
  return {
    show(event) {
      if (event.event === 'step-begun') {
        last.set(event.step, { at: event.at, tenth: 0 });
        output.write(`${oneLine(event.title)} …\n`);
      } else if (event.event === 'step-progress') {
        if (isDue(event)) output.write(`${standingView(event)}\n`);
      } else {
        output.write(eventView(event, style));
      }
    },
  };
}
