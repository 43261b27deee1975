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
