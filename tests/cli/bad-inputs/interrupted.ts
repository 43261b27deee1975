import { ExitCode } from '../../../src/errors.ts';
import type { BadInput } from './bad-input.ts';

/** Ctrl-C before the end. */
export const interruptions: readonly BadInput[] = [
  {
    line: 'plan',
    isInterrupted: true,
    exitCode: ExitCode.interrupted,
    error: 'interrupted',
    next: 'the same command again',
  },
  {
    line: 'cost --economics',
    isInterrupted: true,
    exitCode: ExitCode.interrupted,
    error: 'interrupted',
    next: 'the same command again',
  },
  {
    line: 'report readiness',
    isInterrupted: true,
    exitCode: ExitCode.interrupted,
    error: 'interrupted',
    next: 'the same command again',
  },
  {
    line: 'health-check --watch',
    isInterrupted: true,
    exitCode: ExitCode.interrupted,
    error: 'watching was interrupted',
    next: 'the same command again',
  },
];
