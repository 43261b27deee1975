import { readdirSync, readFileSync } from 'node:fs';
import type { LocalGomeet } from './local-gomeet.ts';

/** A gomeet at work, with what it has printed so far. Disposing ends one that is still at it, as when a test has failed. */
export function started(gomeet: LocalGomeet, ...args: string[]) {
  const child = gomeet.start(...args);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      printed[name] += chunk.toString();
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    exitCode,
    processId: child.pid,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exitCode;
    },
  };
}

/** Load generators of this folder's runs: the path of their plan is in their environment. */
export function generatorsOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readFileSync(`/proc/${entry}/environ`, 'latin1').includes(`GOMEET_PLAN=${folder}`);
      } catch {
        return false;
      }
    });
}
