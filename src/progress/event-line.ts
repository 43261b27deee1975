import type { ProgressEvent } from './progress-event.ts';

export const EVENTS_SCHEMA = 'gomeet.events/v1';

/** An event as `--events ndjson` writes it: one line. Apart from the schema, because `--help` must not load zod. */
export const eventLine = (event: ProgressEvent): string =>
  `${JSON.stringify({ schema: EVENTS_SCHEMA, ...event })}\n`;
