import { join } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import { runCommand } from '../local/run-command.ts';

/** What the pinned Go modules below tools/ hold beside programs. go.sum decides: other bytes are refused. */
export interface GoModules {
  /**
   * Fetches a module that a tool requires, unless this machine has it.
   *
   * @param tool folder below tools/
   * @throws GomeetError (prerequisite) without Go, without network, or for other bytes than those of go.sum
   */
  fetch(tool: string, module: string): Promise<FetchedModule>;
  /**
   * Runs the program of a tool.
   *
   * @returns what it writes to its standard output
   * @throws GomeetError (prerequisite) when it does not build or run
   */
  run(tool: string, args: readonly string[]): Promise<string>;
}

export interface FetchedModule {
  readonly folder: string;
  /** As the module's tag has it: `v1.30.0`. */
  readonly version: string;
}

interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectRoot: string;
  readonly signal: AbortSignal;
}

export function createGoModules(world: World): GoModules {
  return {
    async fetch(tool, module) {
      const text = await runGo(world, tool, ['mod', 'download', '-json', module]);
      const { Dir: folder, Version: version } = JSON.parse(text) as { Dir: string; Version: string };
      return { folder, version };
    },
    run: (tool, args) => runGo(world, tool, ['run', '-mod=readonly', '-buildvcs=false', '.', ...args]),
  };
}

async function runGo(
  { env, projectRoot, signal }: World,
  tool: string,
  args: readonly string[],
): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand('go', args, {
    workingDirectory: join(projectRoot, 'tools', tool),
    env: { ...env, CGO_ENABLED: '0', GOFLAGS: '' },
    signal,
  });
  signal.throwIfAborted();
  if (exitCode === 0) return stdout;
  // `go mod download -json` tells its error in the answer.
  const said = `${stdout}${stderr}`.trimEnd().split('\n').slice(-12).join('\n');
  throw new GomeetError(`go ${args.join(' ')} in tools/${tool} failed:\n${said}`, {
    exitCode: ExitCode.prerequisite,
    code: 'go-failed',
    hint: 'go version   (1.26 or newer is needed, from https://go.dev/dl, and the network once), then the same again',
  });
}
