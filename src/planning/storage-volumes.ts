import type { PostgresCapacity } from './data-postgres.ts';
import type { DataPrior } from './data-prior.ts';
import type { MonitoringCapacity } from './monitoring-capacity.ts';
import { derive, type Quantity } from './quantity.ts';
import type { RecordingCapacity } from './storage-recordings.ts';

export interface StorageCapacity {
  /** Disks of pods. */
  readonly volumes: Quantity<'GiB'>;
  /** Of those volumes, one at a time. */
  readonly snapshots: Quantity<'GiB'>;
  readonly objects: Quantity<'GiB'>;
}

/** A managed database brings its own disks and backups; one in the cluster needs volumes, and its backups lie among the objects. */
export function storageOf(
  monitoring: MonitoringCapacity,
  postgres: PostgresCapacity,
  recording: RecordingCapacity,
  { copiesPerInstance, backups }: DataPrior,
  isManaged: boolean,
): StorageCapacity {
  const volumeLine = { id: 'storage.volumes', title: 'volumes of pods', unit: 'GiB' } as const;
  const objectLine = { id: 'storage.objects', title: 'object storage', unit: 'GiB' } as const;
  const { kept: recordings } = recording;
  const { storage: database, instances } = postgres;
  const volumes = isManaged
    ? derive(volumeLine, 'monitoring', { monitoring: monitoring.storage })
    : derive(volumeLine, 'monitoring + database * instances * copiesPerInstance', {
        monitoring: monitoring.storage,
        database,
        instances,
        copiesPerInstance,
      });
  return {
    volumes,
    snapshots: derive(
      { id: 'storage.snapshots', title: 'the newest snapshot of each volume', unit: 'GiB' },
      'volumes',
      { volumes },
    ),
    objects: isManaged
      ? derive(objectLine, 'recordings', { recordings })
      : derive(objectLine, 'recordings + database * backups', { recordings, database, backups }),
  };
}
