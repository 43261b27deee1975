import { join } from 'node:path';
import type { Storage } from '../../backup/storage.ts';
import { stanza } from './repository.ts';

/** Keys of an S3-compatible store. */
export interface StoreKeys {
  readonly id: string;
  readonly secret: string;
}

/** Base backups are kept for 30 days, with the log from the oldest of them on; the cluster's are kept as long. */
const retentionDays = 30;

/** pgbackrest.conf: it holds the passphrase and the store's keys, so it is for the database's user alone. */
export function pgbackrestConfiguration(of: {
  readonly storage: Storage;
  readonly storeKeys?: StoreKeys;
  readonly folder: string;
  readonly passphrase: string;
}): string {
  const settings = {
    ...storageSettings(of.storage, of.storeKeys),
    'repo1-cipher-type': 'aes-256-cbc',
    'repo1-cipher-pass': of.passphrase,
    'repo1-retention-full-type': 'time',
    'repo1-retention-full': String(retentionDays),
    // A database of this kind has a thousand small files: in bundles they are a handful of objects.
    'repo1-bundle': 'y',
    'compress-type': 'zst',
    'process-max': '2',
    // Else a backup would wait for the next checkpoint of its own accord, up to five minutes.
    'start-fast': 'y',
    'archive-timeout': '60',
    'lock-path': join(of.folder, 'lock'),
    'log-level-file': 'off',
    'log-level-console': 'warn',
    'log-level-stderr': 'warn',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return ['[global]', ...lines, '', `[${stanza}]`, ''].join('\n');
}

function storageSettings(storage: Storage, keys: StoreKeys | undefined): Record<string, string> {
  if (storage.kind === 'directory') return { 'repo1-type': 'posix', 'repo1-path': storage.path };
  const [host = '', port] = storage.endpoint.split(':');
  return {
    'repo1-type': 's3',
    'repo1-path': storage.prefix,
    'repo1-s3-bucket': storage.bucket,
    'repo1-s3-endpoint': host,
    ...(port === undefined ? {} : { 'repo1-storage-port': port }),
    ...(storage.caFile === undefined ? {} : { 'repo1-storage-ca-file': storage.caFile }),
    'repo1-s3-region': storage.region,
    // Stores that are not Amazon's know buckets by path.
    'repo1-s3-uri-style': 'path',
    'repo1-s3-key': keys?.id ?? '',
    'repo1-s3-key-secret': keys?.secret ?? '',
    // An unreachable store is told within seconds; the database tries again by itself.
    'io-timeout': '20',
  };
}

/** What PostgreSQL's archive_command runs with the path of a segment; it is there once backups are made. */
export const pushScript = (configFile: string): string =>
  [
    '#!/bin/sh',
    '# Written by gomeet backup: brings a segment of the log to the archive, or fails, and PostgreSQL tries again.',
    `exec pgbackrest --config=${configFile} --stanza=${stanza} --pg1-path="$PWD" archive-push "$1"`,
    '',
  ].join('\n');
