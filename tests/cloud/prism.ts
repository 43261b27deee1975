import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** DigitalOcean's own description of its API; it lies outside the repository. */
const DESCRIPTION = fileURLToPath(new URL('../../../shared/data/do-openapi.json', import.meta.url));

export const hasDescription = existsSync(DESCRIPTION);
/** For the names of tests that need it, which say why they did not run. */
export const skipNote = hasDescription ? '' : ' (skipped: no ../shared)';

export interface Prism {
  readonly url: string;
  /** What was not as the description says, in Prism's words; a wrong answer also reaches the client as an error. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

/** Prism as a proxy: it holds every request and every answer to the description, and answers with an error where one differs. */
export async function startPrism(upstream: string): Promise<Prism> {
  const manifest = createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json');
  const port = await freePort();
  const violations: string[] = [];
  const program = join(dirname(manifest), 'dist', 'index.js');
  const flags = ['--errors', '--port', String(port), '--host', '127.0.0.1', '--verboseLevel', 'info'];
  const child = spawn(process.execPath, [program, 'proxy', DESCRIPTION, upstream, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  await untilListening(child, (line) => {
    if (/violation|terminated with error/i.test(line)) violations.push(line);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    violations,
    async close() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function untilListening(child: ChildProcess, onLine: (line: string) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.includes('Prism is listening')) resolve();
      onLine(line);
    }
  });
  child.once('exit', (code) => reject(new Error(`Prism ended with ${code}`)));
  await promise;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
