import { type ChildProcess, spawn } from 'node:child_process';
import type { UserIds } from '../../local/service.ts';

export interface BoundCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly user?: UserIds | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** What the kernel sends it when gomeet dies, be it by SIGKILL: nobody else would end it. */
  readonly orphanSignal: 'TERM' | 'QUIT';
}

/**
 * Starts a program whose life is bound to gomeet's. util-linux's setpriv asks the kernel for that, after it has become the
 * other user (becoming one clears the wish). macOS has no such thing: there only an orderly end takes the program along.
 */
export function spawnBound(bound: BoundCommand): ChildProcess {
  const { user, env, workingDirectory: cwd } = bound;
  const options = { cwd, env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] };
  if (process.platform !== 'linux')
    return spawn(bound.command, [...bound.arguments], { ...options, ...user });
  const identity = user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const line = [...identity, `--pdeathsig=${bound.orphanSignal}`, '--', bound.command, ...bound.arguments];
  return spawn('setpriv', line, options);
}

export interface BoundOutcome {
  /** Null when a signal ended it or it could not be started. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs one to its end. @param onChunk takes standard output instead of gathering it, for what is large */
export function runBound(
  bound: BoundCommand,
  signal: AbortSignal,
  io: { readonly input?: Buffer; readonly onChunk?: (chunk: Buffer) => void } = {},
): Promise<BoundOutcome> {
  const { promise, resolve } = Promise.withResolvers<BoundOutcome>();
  const child = spawnBound(bound);
  const chunks: Buffer[] = [];
  let stderr = '';
  const end = (): void => void child.kill('SIGTERM');
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  child.stdout?.on('data', io.onChunk ?? ((chunk: Buffer) => chunks.push(chunk)));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(io.input ?? '');
  child.once('error', (error) => {
    stderr += error.message;
  });
  child.once('close', (exitCode) => {
    signal.removeEventListener('abort', end);
    resolve({ exitCode: exitCode ?? null, stdout: Buffer.concat(chunks), stderr });
  });
  return promise;
}
