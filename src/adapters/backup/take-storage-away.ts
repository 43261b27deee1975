import { existsSync, renameSync } from 'node:fs';
import type { Storage } from '../../backup/storage.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { noBackupYet } from './backup-errors.ts';

/** Renames the folder that holds the backups, until it is given back; one that a killed drill has left away comes back first. */
export function takeStorageAway(
  storage: Storage | undefined,
  directory: string,
): { readonly command: string; giveBack(): void } {
  if (storage === undefined) throw noBackupYet(directory);
  if (storage.kind !== 'directory') throw notOurs();
  const { path } = storage;
  const away = `${path}.away`;
  const giveBack = (): void => {
    if (existsSync(away) && !existsSync(path)) renameSync(away, path);
  };
  giveBack();
  renameSync(path, away);
  return { command: `mv ${path} ${away}`, giveBack };
}

const notOurs = (): GomeetError =>
  new GomeetError(
    'the storage of the backups is no folder of this machine, so it cannot be taken away here',
    {
      exitCode: ExitCode.prerequisite,
      code: 'fault-not-possible',
      hint: 'gomeet backup --storage <folder>, then run the drill again',
    },
  );
