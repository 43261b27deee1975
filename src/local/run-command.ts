import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { UserIds } from './service.ts';

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory?: string;
  readonly user?: UserIds | undefined;
  readonly input?: string;
  /** Ends the program (its whole group) when aborted. */
  readonly signal?: AbortSignal;
  /** Ends it likewise after this long. */
  readonly timeoutMs?: number;
  /** Called with the number of its process, which leads a group of its own. */
  readonly onStart?: (processId: number) => void;
  /** Called with each line of its output, on either stream, as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface CommandOutcome {
  /** Exit code; null when a signal ended it or it could not be started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without a shell. Never throws: a program that is not there has exit code null and says so in `stderr`. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutcome> {
  const { promise, resolve } = Promise.withResolvers<CommandOutcome>();
  const child = spawn(command, [...args], {
    cwd: options.workingDirectory ?? '/',
    env: { ...(options.env ?? process.env) },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: an interrupted `go build` or `apt-get` must take its children along.
    detached: true,
    ...options.user,
  });
  if (child.pid !== undefined) options.onStart?.(child.pid);
  let stdout = '';
  let stderr = '';
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended already.
    }
  };
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(end, options.timeoutMs);
  if (options.signal?.aborted) end();
  options.signal?.addEventListener('abort', end, { once: true });
  const finish = (exitCode: number | null): void => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', end);
    resolve({ exitCode, stdout, stderr });
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout += `${line}\n`;
    options.onLine?.(line);
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr += `${line}\n`;
    options.onLine?.(line);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  child.once('error', (error) => {
    stderr += error.message;
    finish(null);
  });
  child.once('close', finish);
  return promise;
}
