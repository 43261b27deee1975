/**
 * The programs of the cluster that tests run, built from pinned Go modules on first use: some forty minutes for all of
 * them on two idle cores, nothing afterwards.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Source {
  /** Folder of its Go module below tools/. */
  readonly module: string;
  readonly package: string;
  /** Where the linker writes the version of the module's first requirement: a build outside of its own scripts has none. */
  readonly versionAt?: string;
  /** Runs in a container, where no C library is. */
  readonly isStatic?: boolean;
}

const kubernetes = (name: string): Source => ({
  module: 'kubernetes',
  package: `k8s.io/kubernetes/cmd/${name}`,
  versionAt: 'k8s.io/component-base/version.gitVersion',
});

const sources = {
  etcd: { module: 'kubernetes', package: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  kubelet: kubernetes('kubelet'),
  'kube-proxy': kubernetes('kube-proxy'),
  kubectl: kubernetes('kubectl'),
  pause: { module: 'pause', package: '.', isStatic: true },
  coredns: { module: 'coredns', package: '.', isStatic: true },
  kwok: { module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  kubeconform: { module: 'manifest-gates', package: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  'kube-score': { module: 'manifest-gates', package: 'github.com/zegl/kube-score/cmd/kube-score' },
  conftest: { module: 'manifest-gates', package: 'github.com/open-policy-agent/conftest' },
  'cloudnative-pg': {
    module: 'cloudnative-pg',
    package: 'github.com/cloudnative-pg/cloudnative-pg/cmd/manager',
    isStatic: true,
  },
  traefik: {
    module: 'traefik',
    package: 'github.com/traefik/traefik/v3/cmd/traefik',
    versionAt: 'github.com/traefik/traefik/v3/pkg/version.Version',
    isStatic: true,
  },
  versitygw: { module: 's3-gateway', package: 'github.com/versity/versitygw/cmd/versitygw' },
} as const satisfies Readonly<Record<string, Source>>;

export type Program = keyof typeof sources;

const tools = fileURLToPath(new URL('../../tools', import.meta.url));

/** Where the programs of a module end up: what is built from other files lies elsewhere, so a build is never stale. */
function cacheFolder(module: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(join(tools, module)).sort())
    hash.update(`${file}\n`).update(readFileSync(join(tools, module, file)));
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'gomeet', `${module}-${hash.digest('hex').slice(0, 16)}`);
}

/** Path of a program; built when this machine has not built it yet. */
export function program(name: Program): string {
  const source: Source = sources[name];
  const path = join(cacheFolder(source.module), name);
  if (!existsSync(path)) build(name, source, path);
  return path;
}

/** Builds what is missing, and says so: apart from the start of a cluster, which is a matter of seconds. */
export function buildPrograms(names: readonly Program[]): void {
  for (const name of names) program(name);
}

function build(name: Program, source: Source, path: string): void {
  const startedAt = performance.now();
  process.stderr.write(`building ${name} from tools/${source.module} …\n`);
  mkdirSync(cacheFolder(source.module), { recursive: true });
  // Two builds of the same program at once end in the same file, and nobody ever runs half of one.
  const partial = `${path}.${process.pid}`;
  const linked = [
    '-s',
    '-w',
    ...(source.versionAt ? ['-X', `${source.versionAt}=${versionOf(source)}`] : []),
  ];
  const flags = ['-mod=readonly', '-trimpath', '-ldflags', linked.join(' '), '-o', partial];
  execFileSync('nice', ['-n', '19', 'go', 'build', ...flags, source.package], {
    cwd: join(tools, source.module),
    env: { ...process.env, ...(source.isStatic && { CGO_ENABLED: '0' }) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  renameSync(partial, path);
  process.stderr.write(`built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
}

/** The version of the module that holds the program's package. */
function versionOf({ module, package: path }: Source): string {
  const required = readFileSync(join(tools, module, 'go.mod'), 'utf8').matchAll(
    /^(?:require)?\s+(\S+) (v\S+)/gm,
  );
  const [, , version = ''] = [...required].find(([, name = '']) => path.startsWith(`${name}/`)) ?? [];
  return version;
}
