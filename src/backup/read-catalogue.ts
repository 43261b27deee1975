import type { Repository } from '../adapters/backup/repository.ts';
import { type BaseBackup, catalogueOf } from './backup-catalogue.ts';

/** The backups in a storage, the oldest first. */
export async function readCatalogue(repository: Repository): Promise<BaseBackup[]> {
  const [info, ours] = await Promise.all([repository.info(), repository.list('gomeet')]);
  const sealed = ours.flatMap(({ path }) => /^gomeet\/([^/]+)\/seal$/.exec(path)?.[1] ?? []);
  return catalogueOf(info, new Set(sealed));
}
