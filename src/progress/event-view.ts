import { printable } from '../printable-text.ts';
import { figuresText } from './figure-text.ts';
import { shareText } from './live-view.ts';

import type { ProgressEvent, StepEvent } from './progress-event.ts';
import { oneLine } from './window-text.ts';

export interface EventStyle {
  readonly color: boolean;
  /** Errors with what caused them. */
  readonly verbose: boolean;
}

const paint =
  ({ color }: EventStyle, code: number) =>
  (text: string): string =>
    color ? `\u001b[${code}m${text}\u001b[0m` : text;

/** What stays on the screen of an event: lines with their ends, or nothing. */
export function eventView(event: ProgressEvent, style: EventStyle): string {
  switch (event.event) {
    case 'step-ended':
      return `${stepEndView(event)}\n`;
    case 'note':
      return `${printable(event.text, style.color)}\n`;
    case 'warning':
      return `warning ${printable(event.text)}\n`;
    case 'error':
      return errorView(event, style);
    case 'ended':
      return event.next === null ? '' : `${paint(style, 2)('Next:')} ${event.next}\n`;
    default:
      return '';
  }
}

function stepEndView({ title, ok, text, elapsedMs }: Extract<StepEvent, { event: 'step-ended' }>): string {
  const words = text === '' ? '' : `: ${oneLine(text)}`;
  return `${ok ? '✓' : '✗'} ${oneLine(title)}${words} (${(elapsedMs / 1000).toFixed(1)} s)`;
}

/** How far a step is, for those who read lines: `  Joining 250/500 joined 250 of 500`. */
export function standingView({ title, ...standing }: StepEvent): string {
  const share = shareText(standing, 0).trim();
  const words = [title, share, standing.text, figuresText(standing.figures)];
  return `  ${words
    .map((text) => oneLine(text))
    .filter((part) => part !== '')
    .join(' ')}`;
}

/** An error for people: what happened, then the next command to type. */
function errorView(error: Extract<ProgressEvent, { event: 'error' }>, style: EventStyle): string {
  const dim = paint(style, 2);
  const lines = [`${paint(style, 31)('error')} ${printable(error.message)}`];
  if (style.verbose) lines.push(...error.causes.map((cause) => `${dim('Cause:')} ${printable(cause)}`));
  if (error.hint !== null) lines.push(`${dim('Next:')} ${printable(error.hint)}`);
  if (error.docs !== null) lines.push(`${dim('Read:')} ${error.docs}`);
  return `${lines.join('\n')}\n`;
}
