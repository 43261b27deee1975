import { ExitCode, GomeetError } from '../../errors.ts';

export const noBackupYet = (directory: string): GomeetError =>
  new GomeetError(`no backup was ever made of the platform in ${directory}`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-backup',
    hint: 'gomeet backup',
  });

export const notDeployedYet = (directory: string): GomeetError =>
  new GomeetError(`there is no platform in ${directory} to restore into`, {
    exitCode: ExitCode.prerequisite,
    code: 'not-deployed',
    hint: 'gomeet deploy --target local',
  });

export const noPrimary = (servers: number): GomeetError =>
  new GomeetError(`none of ${servers} database servers is the primary and answers`, {
    exitCode: ExitCode.critical,
    code: 'no-primary',
    hint: 'gomeet health-check',
  });

export const keysMissing = (): GomeetError =>
  new GomeetError('an S3-compatible store needs keys', {
    exitCode: ExitCode.usage,
    code: 'store-keys-missing',
    hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; they are kept in files for their owner alone',
  });

export const pgbackrestMissing = (): GomeetError =>
  new GomeetError('pgbackrest was not found; needed: pgBackRest 2.40 or newer', {
    exitCode: ExitCode.prerequisite,
    code: 'program-missing',
    hint: 'sudo apt-get install pgbackrest   (macOS: brew install pgbackrest)',
  });

export const postgresMissing = (): GomeetError =>
  new GomeetError('PostgreSQL was not found', {
    exitCode: ExitCode.prerequisite,
    code: 'program-missing',
    hint: 'gomeet setup',
  });

export const storageGone = (path: string): GomeetError =>
  new GomeetError(`the storage of the backups is not there: ${path}`, {
    exitCode: ExitCode.prerequisite,
    code: 'storage-unreachable',
    hint: `mount it again; a new storage is named by: gomeet backup --storage <folder>`,
  });
