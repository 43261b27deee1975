import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runCommand } from '../../local/run-command.ts';
import { intoCache } from '../../local/toolchain/into-cache.ts';
import type { WorkProgress } from '../../local/world.ts';

export interface ProvingWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectRoot: string;
  readonly signal: AbortSignal;
}

interface Source {
  /** Folder of its Go module below tools/. */
  readonly module: string;
  readonly package: string;
}

const sources = {
  etcd: { module: 'kubernetes', package: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': { module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  'kube-controller-manager': {
    module: 'kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
  },
  'kube-scheduler': { module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-scheduler' },
  kwok: { module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
} as const satisfies Readonly<Record<string, Source>>;

export type ProvingProgram = keyof typeof sources;

/** How KWOK plays a node and a pod, as its own module ships it. Without these files it plays nothing. */
const STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat/node-heartbeat.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
];

/** Where the programs of a module lie: what is built from other files lies elsewhere, so a build is never stale. */
function folderOf({ env, projectRoot }: ProvingWorld, module: string): string {
  const source = join(projectRoot, 'tools', module);
  const hash = createHash('sha256');
  for (const file of readdirSync(source).sort())
    hash.update(`${file}\n`).update(readFileSync(join(source, file)));
  const cache = env.XDG_CACHE_HOME || join(env.HOME ?? '/tmp', '.cache');
  return join(cache, 'gomeet', `${module}-${hash.digest('hex').slice(0, 16)}`);
}

export const programPath = (world: ProvingWorld, name: ProvingProgram): string =>
  join(folderOf(world, sources[name].module), name);

export const stagesPath = (world: ProvingWorld): string => join(folderOf(world, 'kwok'), 'stages.yaml');

/** What has to be built before a proof; nothing once it has been. */
export function missingPrograms(world: ProvingWorld): ProvingProgram[] {
  const names = Object.keys(sources) as ProvingProgram[];
  return names.filter(
    (name) => !existsSync(programPath(world, name)) || (name === 'kwok' && !existsSync(stagesPath(world))),
  );
}

/**
 * Builds what is missing from pinned Go modules: some ten minutes on two cores the first time.
 *
 * @throws GomeetError (prerequisite) without Go, or with the compiler's last words
 */
export async function buildPrograms(world: ProvingWorld, progress: WorkProgress): Promise<void> {
  for (const name of missingPrograms(world)) {
    const step = progress.step(`building ${name}`);
    try {
      if (!existsSync(programPath(world, name))) await build(world, name, (text) => step.update({ text }));
      if (name === 'kwok') await copyStages(world);
      step.succeed();
    } catch (error) {
      step.fail();
      throw error;
    }
  }
}

async function build(
  world: ProvingWorld,
  name: ProvingProgram,
  onLine: (line: string) => void,
): Promise<void> {
  const { module, package: path } = sources[name];
  const linked = ['-s', '-w'];
  // Outside of Kubernetes' own scripts a build knows no version, and clients ask for it.
  if (name.startsWith('kube-'))
    linked.push('-X', `k8s.io/component-base/version.gitVersion=${versionOf(world)}`);
  const target = programPath(world, name);
  mkdirSync(folderOf(world, module), { recursive: true });
  await intoCache(target, async (temporary) => {
    const flags = ['-mod=readonly', '-trimpath', '-v', '-ldflags', linked.join(' '), '-o', temporary];
    await runGo(world, module, ['build', ...flags, path], onLine);
  });
}

async function copyStages(world: ProvingWorld): Promise<void> {
  const folder = await runGo(world, 'kwok', [
    'list',
    '-mod=readonly',
    '-m',
    '-f',
    '{{.Dir}}',
    'sigs.k8s.io/kwok',
  ]);
  const texts = STAGES.map((path) => readFileSync(join(folder.trim(), 'kustomize', 'stage', path), 'utf8'));
  writeFileSync(stagesPath(world), texts.join('\n---\n'));
}

function versionOf({ projectRoot }: ProvingWorld): string {
  const text = readFileSync(join(projectRoot, 'tools', 'kubernetes', 'go.mod'), 'utf8');
  return /k8s\.io\/kubernetes (v\S+)/.exec(text)?.[1] ?? '';
}

async function runGo(
  { env, projectRoot, signal }: ProvingWorld,
  module: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<string> {
  const workingDirectory = join(projectRoot, 'tools', module);
  const environment = { ...env, CGO_ENABLED: '0', GOFLAGS: '' };
  const { exitCode, stdout, stderr } = await runCommand('go', args, {
    workingDirectory,
    env: environment,
    signal,
    onLine,
  });
  signal.throwIfAborted();
  if (exitCode === 0) return stdout;
  const said = stderr.trimEnd().split('\n').slice(-12).join('\n');
  throw new GomeetError(`go ${args[0]} in tools/${module} failed:\n${said}`, {
    exitCode: ExitCode.prerequisite,
    code: 'build-failed',
    hint: 'go version   (1.26 or newer is needed), then: gomeet setup --profile prove',
  });
}
