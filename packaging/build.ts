/**
 * `npm run build`, and first of all when npm packs: compiles what Node will not run below `node_modules`, where it strips no types.
 * `dist/src` mirrors `src`, with the files beside the code that it reads; `dist/web` is the built web app.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What code reads that lies beside it: scripts for the shell, migrations, the list of common passwords. */
const besideCode = 'src/{local,platform/api}/**/*.{sh,sql,txt}';

function run(program: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    // The app is served by the API itself, from its root: a CDN is for builds that go elsewhere.
    env: { ...process.env, NODE_ENV: 'production', GOMEET_WEB_BASE: '/' },
    // npm prints the package's name, and nothing else, on standard output.
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
run('typescript/bin/tsc', '--project', 'packaging', '--noCheck');
for (const path of globSync(besideCode, { cwd: root })) cpSync(join(root, path), join(root, 'dist', path));
run('vite/bin/vite.js', 'build', '--config', 'src/platform/web/vite.config.ts', '--logLevel', 'warn');
