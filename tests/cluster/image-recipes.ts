/**
 * What is in each image of the platform, by its repository. Programs that the project builds are laid over a minimal
 * Debian or stand alone; Debian's packages take the place of third parties' images, with the names and users that the
 * manifests know from those.
 */
import { join } from 'node:path';
import { podPaths } from '../../src/loadtest/kubernetes/pod-paths.ts';
import { apiFiles } from './api-files.ts';
import type { ImageConfig } from './oci-image.ts';
import { type Program, program } from './programs.ts';
import { type Place, placeOf, root } from './set-up.ts';

export interface ImageRecipe {
  /** Debian packages under it; absent: nothing is under it, the program needs no library. */
  readonly packages?: readonly string[];
  /** Shell commands that run once the packages are installed. */
  readonly finish?: string;
  /** Files and folders of this machine, by the path that they have in the image. */
  readonly files?: () => Readonly<Record<string, string>>;
  readonly config: ImageConfig;
}

/** The user of distroless images, nobody on any machine. */
const nonroot = 65_532;

const alone = (name: Program, path: string): ImageRecipe => ({
  files: () => ({ [path]: program(name) }),
  config: { entrypoint: [path], user: nonroot },
});

/** A program that `gomeet setup` built: it needs the C library. */
const built = (name: Place, path: string, packages: readonly string[] = []): ImageRecipe => ({
  packages,
  files: () => ({ [path]: placeOf(name) }),
  config: { entrypoint: [path], user: nonroot },
});

const packaged = (packages: readonly string[], config: ImageConfig, finish?: string): ImageRecipe => ({
  packages,
  ...(finish && { finish }),
  config,
});

/** The binaries that clients and operators look for on the PATH. */
const postgresPath =
  '/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const imageRecipes: Readonly<Record<string, ImageRecipe>> = {
  'ghcr.io/gomeet/api': {
    packages: [],
    files: apiFiles,
    config: {
      entrypoint: ['/usr/local/bin/node'],
      user: nonroot,
      workingDirectory: '/app',
      env: { NODE_ENV: 'production' },
    },
  },
  'ghcr.io/gomeet/recorder': built('recorder', '/usr/local/bin/recorder', ['ffmpeg']),
  'ghcr.io/gomeet/k6': {
    packages: [],
    files: () => ({
      [podPaths.k6]: placeOf('k6'),
      [podPaths.clips]: placeOf('clips'),
      [podPaths.scenarios]: join(root, 'scenarios'),
    }),
    config: { entrypoint: [podPaths.k6], user: nonroot },
  },
  'ghcr.io/gomeet/backup': packaged(['rclone', 'redis-tools'], {
    user: nonroot,
  }),
  'docker.io/livekit/livekit-server': built('livekit-server', '/livekit-server'),
  'docker.io/library/traefik': alone('traefik', '/traefik'),
  'ghcr.io/cloudnative-pg/cloudnative-pg': {
    // The operator sends itself into each instance's pod, and looks for itself in this folder.
    files: () => ({
      '/manager': program('cloudnative-pg'),
      '/operator/manager_amd64': program('cloudnative-pg'),
    }),
    config: { entrypoint: ['/manager'], user: nonroot },
  },
  'ghcr.io/cloudnative-pg/postgresql': packaged(
    ['postgresql-15'],
    { user: 26, env: { PATH: postgresPath, LANG: 'C.UTF-8' } },
    // The operator runs instances as this user, and initdb wants it to have a name.
    'usermod --uid 26 postgres',
  ),
  'docker.io/valkey/valkey': packaged(
    ['redis-server', 'redis-sentinel', 'redis-tools'],
    { command: ['redis-server'] },
    'for name in server sentinel cli; do ln -s redis-$name /usr/bin/valkey-$name; done',
  ),
  'docker.io/edoburu/pgbouncer': packaged(['pgbouncer'], { command: ['pgbouncer'], user: 70 }),
  'docker.io/coturn/coturn': packaged(['coturn'], { command: ['turnserver'], user: nonroot }),
  'docker.io/prom/prometheus': packaged(['prometheus'], {
    entrypoint: ['/usr/bin/prometheus'],
    user: nonroot,
  }),
  'docker.io/prom/alertmanager': packaged(['prometheus-alertmanager'], {
    entrypoint: ['/usr/bin/prometheus-alertmanager'],
    user: nonroot,
  }),
  'docker.io/oliver006/redis_exporter': packaged(['prometheus-redis-exporter'], {
    entrypoint: ['/usr/bin/prometheus-redis-exporter'],
    user: nonroot,
  }),
  'docker.io/library/debian': { packages: [], config: { command: ['sleep', 'infinity'] } },
};
