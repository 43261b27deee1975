import { fileURLToPath } from 'node:url';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runCommand } from '../run-command.ts';
import type { LocalWorld, WorkStep } from '../world.ts';

const aptScript = fileURLToPath(new URL('install-packages.sh', import.meta.url));

/**
 * Installs packages: Homebrew's as the caller, Debian's as root or through a sudo that asks for no password.
 *
 * @throws GomeetError (prerequisite) with the one command for an administrator where neither is had
 */
export async function installPackages(
  manager: 'apt' | 'brew',
  packages: readonly string[],
  world: Pick<LocalWorld, 'env' | 'signal'>,
  step: WorkStep,
): Promise<void> {
  const command = manager === 'brew' ? ['brew', 'install', ...packages] : await aptCommand(packages);
  const [program = '', ...args] = command;
  let done = 0;
  let total = 0;
  const { exitCode, stderr, stdout } = await runCommand(program, args, {
    env: world.env,
    signal: world.signal,
    onLine(line) {
      const count = /(\d+) newly installed/.exec(line)?.[1];
      if (count !== undefined) total = 2 * Number(count);
      // Each package is seen twice: unpacked, then set up.
      if (/^(Unpacking|Setting up) /.test(line)) done += 1;
      step.update({
        text: line.slice(0, 80),
        ...(total === 0 ? {} : { done: Math.min(done, total), total }),
      });
    },
  });
  world.signal.throwIfAborted();
  if (exitCode === 0) return;
  const tail = `${stdout}${stderr}`.trimEnd().split('\n').slice(-8).join('\n');
  throw new GomeetError(`${command.join(' ')} failed (exit code ${exitCode}):\n${tail}`, {
    exitCode: ExitCode.prerequisite,
    code: 'packages-not-installed',
    hint: `mend it and run gomeet setup again, or install them yourself: ${packages.join(' ')}`,
  });
}

async function aptCommand(packages: readonly string[]): Promise<string[]> {
  const command = ['sh', aptScript, ...packages];
  if (process.getuid?.() === 0) return command;
  const { exitCode } = await runCommand('sudo', ['-n', 'true'], { timeoutMs: 5_000 });
  if (exitCode === 0) return ['sudo', '-n', ...command];
  throw new GomeetError(
    `packages are missing, and only an administrator can install them: ${packages.join(', ')}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'administrator-needed',
      hint: administratorCommand(packages),
    },
  );
}

/** The one command that an administrator runs; afterwards everything works without privileges. */
export function administratorCommand(packages: readonly string[]): string {
  return `sudo sh ${aptScript} ${packages.join(' ')}`;
}
