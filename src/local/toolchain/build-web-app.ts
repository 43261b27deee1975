import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runCommand } from '../run-command.ts';
import type { LocalWorld, WorkStep } from '../world.ts';
import { intoCache } from './into-cache.ts';

/**
 * Has Vite build the web app into a folder of the cache, from where the API serves it.
 *
 * @throws GomeetError (prerequisite) with the builder's last words
 */
export async function buildWebApp(
  world: Pick<LocalWorld, 'env' | 'signal' | 'projectRoot' | 'cache'>,
  step: WorkStep,
): Promise<void> {
  const vite = join(world.projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  const configuration = join(world.projectRoot, 'src', 'platform', 'web', 'vite.config.ts');
  await intoCache(world.cache.webApp, async (folder) => {
    const { exitCode, stderr } = await runCommand(
      process.execPath,
      [vite, 'build', '--config', configuration, '--outDir', folder, '--logLevel', 'warn'],
      {
        workingDirectory: world.projectRoot,
        // The API serves all of it here; a CDN is for builds that go elsewhere.
        env: { ...world.env, NODE_ENV: 'production', GOMEET_WEB_BASE: '/' },
        signal: world.signal,
        onLine: (text) => step.update({ text }),
      },
    );
    world.signal.throwIfAborted();
    if (exitCode !== 0) throw buildFailed(stderr);
  });
}

const buildFailed = (stderr: string): GomeetError =>
  new GomeetError(`the web app could not be built:\n${stderr.trimEnd().split('\n').slice(-12).join('\n')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'build-failed',
    hint: 'see all of it: npm run build:web   then: gomeet setup',
  });
