import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runCommand } from '../run-command.ts';
import type { LocalWorld, WorkStep } from '../world.ts';
import type { Cache } from './cache.ts';
import { intoCache } from './into-cache.ts';
import type { BuiltProgram } from './tool.ts';

interface GoProgram {
  /** Folder of the Go module, from the project's root. */
  readonly module: string;
  readonly package: string;
}

const goPrograms: Readonly<Record<BuiltProgram, GoProgram>> = {
  'livekit-server': {
    module: 'tools/livekit-server',
    package: 'github.com/livekit/livekit-server/cmd/server',
  },
  k6: { module: 'loadgen', package: './cmd/k6' },
  recorder: { module: 'src/platform/recorder', package: '.' },
};

/**
 * Builds a program from its pinned Go module into the cache. go.sum decides what is built: a module that differs is refused.
 *
 * @throws GomeetError (prerequisite) with the compiler's last words
 */
export async function buildProgram(
  name: BuiltProgram,
  go: string,
  world: Pick<LocalWorld, 'env' | 'signal' | 'projectRoot' | 'cache'>,
  step: WorkStep,
): Promise<void> {
  const program = goPrograms[name];
  const options = {
    workingDirectory: join(world.projectRoot, program.module),
    env: { ...world.env, GOFLAGS: '' },
    signal: world.signal,
  };
  step.update({ text: 'fetching modules' });
  const list = await runCommand(
    go,
    ['list', '-mod=readonly', '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', program.package],
    {
      ...options,
      onLine: (line) => step.update({ text: line.startsWith('go: ') ? line : 'fetching modules' }),
    },
  );
  const total = list.stdout.split('\n').filter((line) => line !== '').length;
  let done = 0;
  await intoCache(placeOf(name, world.cache), async (temporary) => {
    const flags = ['-mod=readonly', '-buildvcs=false', '-v', '-o', temporary];
    const { exitCode, stderr } = await runCommand(go, ['build', ...flags, program.package], {
      ...options,
      // With -v Go names each package when it compiles it.
      onLine(line) {
        if (!line.startsWith('go: ')) done += 1;
        step.update({ done: Math.min(done, total), total, text: line.slice(-60) });
      },
    });
    world.signal.throwIfAborted();
    if (exitCode !== 0) throw buildFailed(name, program, stderr);
  });
}

const placeOf = (name: BuiltProgram, { livekitServer, k6, recorder }: Cache): string =>
  ({ 'livekit-server': livekitServer, k6, recorder })[name];

const buildFailed = (name: string, { module }: GoProgram, stderr: string): GomeetError =>
  new GomeetError(`${name} could not be built:\n${stderr.trimEnd().split('\n').slice(-12).join('\n')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'build-failed',
    hint: `see all of it: (cd ${module} && go build -mod=readonly ./...)   then: gomeet setup`,
  });
