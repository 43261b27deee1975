import { chownSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from '../../local/json-file.ts';
import type { Layout } from '../../local/layout.ts';
import { mountDisk } from '../../local/own-disk.ts';
import { instances } from '../../local/ports.ts';
import type { PostgresPlace } from '../../local/postgres-place.ts';
import type { LocalProfile } from '../../local/profile.ts';
import type { UserIds } from '../../local/service.ts';

/** Where the data of a platform lie while nothing runs. */
export interface DataPlace {
  readonly dataDirectory: string;
  /** Data folders of the other servers, if there are several: each gets the same copy. */
  readonly replicas: readonly string[];
  readonly user?: UserIds;
  /** Folders of what remembers who led these servers (etcd); it is forgotten together with the data that it was about. */
  readonly memories: readonly string[];
  /** Folders of the Redis servers. */
  readonly redis: readonly string[];
}

/** @returns undefined when nothing was ever deployed there */
export function dataPlaceOf(layout: Layout, profile: LocalProfile): DataPlace | undefined {
  const postgres = readJson<{ postgres: PostgresPlace }>(layout.places)?.postgres;
  if (postgres === undefined) return undefined;
  const { user } = postgres;
  if (profile === 'lean') {
    const { dataDirectory } = postgres;
    return { dataDirectory, replicas: [], memories: [], redis: [layout.redisData], ...(user && { user }) };
  }
  const base = dirname(postgres.dataDirectory);
  const [dataDirectory = '', ...replicas] = instances('postgres', 3).map((name) => join(base, name, 'data'));
  return {
    dataDirectory,
    replicas,
    memories: [join(layout.directory, 'etcd')],
    redis: instances('redis', 3).map((name) => join(layout.directory, name)),
    ...(user && { user }),
  };
}

/** Readies the folders around the data: those of several servers may lie on disks of their own, which are mounted only while they run. */
export async function openPlace({ dataDirectory, replicas, user }: DataPlace): Promise<void> {
  if (replicas.length === 0) return;
  for (const folder of [dataDirectory, ...replicas].map((directory) => dirname(directory))) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    await mountDisk(folder);
  }
}
