import { ExitCode, GomeetError, interruptedError } from '../../errors.ts';

/** What pgBackRest's own exit codes and words mean to whoever typed the command; the first that fits is taken. */
const meanings: readonly {
  readonly code: string;
  readonly pattern: RegExp;
  readonly exitCode: ExitCode;
  readonly what: string;
  readonly hint: string;
}[] = [
  {
    code: 'disk-full',
    pattern: /No space left on device|Disk quota exceeded|FileWriteError|unable to write '/,
    exitCode: ExitCode.prerequisite,
    what: 'the disk is full, or refuses to be written to',
    hint: 'free some space (df -h shows where), then run the command again',
  },
  {
    code: 'backup-running',
    pattern: /ERROR: \[050\]/,
    exitCode: ExitCode.conflict,
    what: 'another backup or restore is at work',
    hint: 'wait until it has ended: gomeet backup list',
  },
  {
    code: 'time-outside-archive',
    pattern: /unable to find backup set with stop time less than/,
    exitCode: ExitCode.usage,
    what: 'no backup is as old as that time',
    hint: 'gomeet backup list   shows from when to when a restore is possible',
  },
  {
    code: 'wrong-key',
    pattern: /key\/value found outside of section|unable to flush|CryptoError|cipher header invalid/,
    exitCode: ExitCode.prerequisite,
    what: 'the encryption key does not fit the backups, or their catalogue is damaged',
    hint: 'gomeet restore --key-file <file>   with the key of the platform that made them',
  },
  {
    code: 'other-database',
    pattern: /ERROR: \[0(28|51)\]|do not match the database/,
    exitCode: ExitCode.conflict,
    what: 'the storage holds the backups of another database',
    hint: 'gomeet backup --storage <another folder>, or bring that database here: gomeet restore --storage <this one>',
  },
  {
    code: 'no-backup',
    pattern: /no backup set found|ERROR: \[(075|055)\]/,
    exitCode: ExitCode.prerequisite,
    what: 'there is no backup there',
    hint: 'gomeet backup',
  },
  {
    code: 'archive-behind',
    pattern: /ERROR: \[082\]/,
    exitCode: ExitCode.timeout,
    what: 'the database’s log does not reach the archive',
    hint: 'read the database’s log (gomeet status names it); it says why archiving fails',
  },
  {
    code: 'bucket-missing',
    pattern: /NoSuchBucket/,
    exitCode: ExitCode.prerequisite,
    what: 'the store has no such bucket',
    hint: 'make it at the store, or name another one: gomeet backup --storage s3://<bucket>/…',
  },
  {
    code: 'storage-refused',
    pattern: /HTTP request failed with 40[13]|SignatureDoesNotMatch|InvalidAccessKeyId|AccessDenied/,
    exitCode: ExitCode.prerequisite,
    what: 'the store refuses these keys',
    hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to keys that may read and write there, then: gomeet backup',
  },
  {
    code: 'storage-unreachable',
    pattern:
      /unable to (connect|create path|open|list|get address)|Permission denied|HTTP request failed|HostConnect|timeout|ERROR: \[0(40|41|42|43|47|49|73)\]|Read-only|Not a directory/,
    exitCode: ExitCode.prerequisite,
    what: 'the storage of the backups cannot be reached',
    hint: 'mend it and run the command again; meanwhile the database keeps its log on its own disk',
  },
];

/** @param work what was being done, such as `backup`; @param stderr pgBackRest's words, which hold no secret (it redacts its own) */
export function repositoryError(work: string, stderr: string, signal: AbortSignal): GomeetError {
  if (signal.aborted) return interruptedError(work);
  const meaning = meanings.find(({ pattern }) => pattern.test(stderr));
  // What another key has deciphered is noise, and no business of a terminal's.
  const words = meaning?.code === 'wrong-key' ? '' : `\n${stderr.trim().split('\n').slice(0, 12).join('\n')}`;
  if (meaning === undefined)
    return new GomeetError(`pgbackrest ${work} failed:${words}`, {
      exitCode: ExitCode.critical,
      code: 'backup-failed',
      hint: 'gomeet doctor',
    });
  const { code, exitCode, hint, what } = meaning;
  return new GomeetError(`${what} (${work})${words}`, { exitCode, code, hint });
}
