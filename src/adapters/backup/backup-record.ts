import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Storage } from '../../backup/storage.ts';
import { readJson, writeJson } from '../../local/json-file.ts';
import type { Layout } from '../../local/layout.ts';
import { writeWhole } from './backup-files.ts';
import { dataPlaceOf } from './data-place.ts';

/** What is known of a platform's backups without opening them. */
export interface BackupRecord {
  /** Where they lie, and whether that is among the platform's own files; undefined when none was ever made. */
  whereabouts(): { readonly storage: Storage; readonly isBesideData: boolean } | undefined;
  /** When one was last found whole, milliseconds since 1970; undefined when none ever was. */
  verifiedAt(): number | undefined;
  rememberVerified(at: number): void;
  /** For Prometheus, where node_exporter runs beside the platform (profile `ha`). */
  publishMetrics(text: string): void;
}

export function createBackupRecord(layout: Layout, storageHere: () => Storage | undefined): BackupRecord {
  const { directory } = layout;
  const verifiedFile = join(directory, 'backup', 'verified.json');
  return {
    whereabouts() {
      const storage = storageHere();
      if (storage === undefined) return undefined;
      const data = dataPlaceOf(layout, 'lean')?.dataDirectory;
      const own = [directory, ...(data === undefined ? [] : [dirname(data)])];
      const isBesideData =
        storage.kind === 'directory' && own.some((folder) => `${storage.path}/`.startsWith(`${folder}/`));
      return { storage, isBesideData };
    },
    verifiedAt: () => readJson<{ at: number }>(verifiedFile)?.at,
    rememberVerified: (at) => writeJson(verifiedFile, { at }),
    publishMetrics(text) {
      const folder = join(directory, 'metrics');
      if (existsSync(folder)) writeWhole(join(folder, 'gomeet-backup.prom'), text, 0o600, undefined);
    },
  };
}
