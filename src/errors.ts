/**
 * The exit codes of every command: one table, printed by `gomeet help exit-codes`. Scripts rely on these
 * numbers, so a number keeps its meaning for ever.
 */
export const ExitCode = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  missed: 3,
  critical: 4,
  inconclusive: 5,
  prerequisite: 6,
  conflict: 7,
  timeout: 8,
  pending: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each code tells the caller, in the order in which it is printed. */
export const exitCodeMeanings: readonly { code: ExitCode; meaning: string }[] = [
  { code: ExitCode.ok, meaning: 'ok: every target was met' },
  { code: ExitCode.unexpected, meaning: 'unexpected error: a fault of gomeet itself' },
  { code: ExitCode.usage, meaning: 'usage or configuration: nothing was started' },
  { code: ExitCode.missed, meaning: 'target missed, but not critically' },
  { code: ExitCode.critical, meaning: 'critical value passed, or something is unhealthy' },
  { code: ExitCode.inconclusive, meaning: 'inconclusive, or no data to judge by' },
  { code: ExitCode.prerequisite, meaning: 'a prerequisite is missing: see gomeet doctor' },
  { code: ExitCode.conflict, meaning: 'conflict or locked: another command is at work' },
  { code: ExitCode.timeout, meaning: 'timeout: something did not become ready in time' },
  { code: ExitCode.pending, meaning: 'changes are pending (only with --exit-code)' },
  { code: ExitCode.interrupted, meaning: 'interrupted: state left clean, a partial report is still written' },
];

/** What to type after an error that has nothing better to say: none leaves its reader without a next step. */
const nextAfter: Readonly<Record<ExitCode, string>> = {
  [ExitCode.ok]: 'gomeet status',
  [ExitCode.unexpected]: 'gomeet doctor',
  [ExitCode.usage]: 'gomeet --help',
  [ExitCode.missed]: 'gomeet report open',
  [ExitCode.critical]: 'gomeet health-check',
  [ExitCode.inconclusive]: 'gomeet report open',
  [ExitCode.prerequisite]: 'gomeet doctor',
  [ExitCode.conflict]: 'gomeet status   what is at work; then once more',
  [ExitCode.timeout]: 'gomeet status   what is not ready; its log says why',
  [ExitCode.pending]: 'gomeet deploy --dry-run',
  [ExitCode.interrupted]: 'gomeet status   what there is now · gomeet report   what was measured',
};

export interface ErrorDetails {
  readonly exitCode: ExitCode;
  /** Stable kebab-case id for scripts, such as `port-in-use`. */
  readonly code: string;
  /** What to do about it; where possible the next command to type. Without one, what fits the exit code is said. */
  readonly hint?: string;
  /** Where to read more: a page of the project's docs. */
  readonly docs?: string;
  readonly cause?: unknown;
}

/**
 * The one error that gomeet throws on purpose. It may be thrown anywhere and is printed once, in `main.ts`:
 * the message says what and where, the hint says what to type next, the exit code tells scripts.
 */
export class GomeetError extends Error {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string;
  readonly docs: string | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'GomeetError';
    this.exitCode = details.exitCode;
    this.code = details.code;
    this.hint = details.hint ?? nextAfter[details.exitCode];
    this.docs = details.docs;
  }
}

/** Thrown where work stops because the user asked it to (Ctrl-C, SIGTERM). */
export function interruptedError(what: string): GomeetError {
  return new GomeetError(`${what} was interrupted`, {
    exitCode: ExitCode.interrupted,
    code: 'interrupted',
    hint: 'the same command again',
  });
}
