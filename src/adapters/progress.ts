import type { Interaction, Output, Progress, Step } from '../context.ts';
import type { ExitCode, GomeetError } from '../errors.ts';
import { eventLine } from '../progress/event-line.ts';
import { eventView } from '../progress/event-view.ts';
import type { ProgressEvent, Standing } from '../progress/progress-event.ts';
import { createLiveDisplay } from './progress/live-display.ts';
import { createPlainDisplay } from './progress/plain-display.ts';

/** Something that shows what happens while a command works. */
export interface Display {
  show(event: ProgressEvent): void;
}

/** How the user wants progress: `--events`, `--quiet`, `--verbose`. */
export type Manner = Pick<Interaction, 'events' | 'quiet' | 'verbose'>;

/** The display that fits: events for programs, nothing but trouble with `--quiet`, a live view on a terminal, lines elsewhere. */
export function createDisplay(output: Output, now: () => number, manner: Manner): Display {
  if (manner.events) return createEventDisplay(output);
  const style = { color: output.color, verbose: manner.verbose };
  if (manner.quiet) {
    return {
      show(event) {
        if (event.event === 'warning' || event.event === 'error') output.write(eventView(event, style));
      },
    };
  }
  if (output.isAnimated && !manner.verbose) return createLiveDisplay(output, now);
  return createPlainDisplay(output, style);
}

/** A line for each event; of the progress of one step at most one a second. */
function createEventDisplay(output: Output): Display {
  const lastAt = new Map<number, number>();
  return {
    show(event) {
      if (event.event === 'step-progress') {
        if (event.at - (lastAt.get(event.step) ?? 0) < 1000) return;
        lastAt.set(event.step, event.at);
      }
      output.write(eventLine(event));
    },
  };
}

/** What tells a display of one command's work, from its begin to its end. */
export interface Narrator extends Progress {
  begin(command: string, version: string): void;
  warn(text: string): void;
  fail(error: GomeetError): void;
  /** Ends the steps that are still open: what is written from now on comes after them. */
  close(): void;
  /** Ends the display. @param next what to type next, where nobody has said so yet */
  end(exitCode: ExitCode, next?: string): void;
}

/** Turns the calls of commands into events. */
export function createNarrator(display: Display, now: () => number): Narrator {
  const open = new Map<number, Step>();
  let steps = 0;
  const endOpen = (): void => {
    for (const step of open.values()) step.fail();
  };
  return {
    step(title) {
      const number = ++steps;
      const step = createStep(display, now, { step: number, title }, () => open.delete(number));
      open.set(number, step);
      return step;
    },
    note: (text) => display.show({ event: 'note', at: now(), text }),
    begin: (command, version) => display.show({ event: 'begun', at: now(), command, version }),
    warn: (text) => display.show({ event: 'warning', at: now(), text }),
    fail(error) {
      endOpen();
      const { code, message, hint = null, docs = null } = error;
      display.show({ event: 'error', at: now(), code, message, hint, docs, causes: causesOf(error) });
    },
    close: endOpen,
    end(exitCode, next) {
      endOpen();
      display.show({ event: 'ended', at: now(), exitCode, next: next ?? null });
    },
  };
}

function createStep(
  display: Display,
  now: () => number,
  named: { readonly step: number; readonly title: string },
  onEnd: () => boolean,
): Step {
  const begunAt = now();
  let standing: Standing = { done: null, total: null, unit: 'count', text: '', figures: [] };
  display.show({ event: 'step-begun', at: begunAt, ...named });
  const end = (ok: boolean, text = ''): void => {
    if (!onEnd()) return;
    const at = now();
    display.show({ event: 'step-ended', at, ...named, elapsedMs: at - begunAt, ok, ...standing, text });
  };
  return {
    update({ done = null, total = null, unit = 'count', text = '', figures = [] }) {
      standing = { done, total, unit, text, figures: [...figures] };
      const at = now();
      display.show({ event: 'step-progress', at, ...named, elapsedMs: at - begunAt, ...standing });
    },
    succeed: (text) => end(true, text),
    fail: (text) => end(false, text),
  };
}

/** The messages of what caused an error, the nearest first. */
function causesOf(error: Error): string[] {
  const { cause } = error;
  if (!(cause instanceof Error)) return [];
  return [cause.message, ...causesOf(cause)].slice(0, 5);
}
