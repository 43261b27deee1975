import type { Interaction } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';

/** What every command takes, in the order of its help. */
export const globalFlags = [
  { flags: '--json', description: 'print one JSON document on standard output and never ask' },
  { flags: '-y, --yes', description: 'answer every question with yes' },
  { flags: '--no-input', description: 'never ask; a question becomes an error that names its flag' },
  { flags: '-q, --quiet', description: 'no progress on standard error' },
  {
    flags: '-v, --verbose',
    description: 'all news of the work as lines that stay, and the causes of an error',
  },
  {
    flags: '--events <format>',
    description: 'progress for programs on standard error: ndjson (see gomeet help output)',
  },
  { flags: '--no-color', description: 'no colour (also: NO_COLOR)' },
] as const;

export const eventFormats = ['ndjson'] as const;

/** Whether a line that is not parsed yet asks for events: then its errors have to be events too. */
export const eventsAsked = (argv: readonly string[]): boolean =>
  argv.includes('--events=ndjson') || argv.some((arg, i) => arg === '--events' && argv[i + 1] === 'ndjson');

function isEventFormat(format: unknown): boolean {
  if (format === undefined) return false;
  if (eventFormats.some((known) => known === format)) return true;
  throw new GomeetError(`--events ${String(format)}: accepted: ${eventFormats.join(', ')}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-option',
    hint: 'gomeet help output',
  });
}

/** How the user wants to be spoken to. @throws GomeetError (usage) for two manners at once, or an unknown form of events */
export function interactionOf(raw: Record<string, unknown>): Interaction {
  const manners = ['quiet', 'verbose', 'events'].filter((flag) => raw[flag] !== undefined);
  if (manners.length > 1) {
    throw new GomeetError(`${manners.map((flag) => `--${flag}`).join(' and ')}: accepted is one of them`, {
      exitCode: ExitCode.usage,
      code: 'contradicting-options',
      hint: 'gomeet help output',
    });
  }
  return {
    json: raw.json === true,
    yes: raw.yes === true,
    input: raw.input !== false,
    quiet: raw.quiet === true,
    verbose: raw.verbose === true,
    events: isEventFormat(raw.events),
  };
}
