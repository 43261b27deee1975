import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runCommand } from '../../local/run-command.ts';

/** A snapshot of Redis and what redis-check-rdb finds in it. */
export interface RedisCopy {
  readonly rdb: Buffer;
  readonly keys: number;
  readonly sha256: string;
}

/** The server forks and streams its data, as it does to a replica; its own files are not touched. */
export async function takeRedisCopy(url: string, scratch: string, signal: AbortSignal): Promise<RedisCopy> {
  const { hostname, port, password } = new URL(url);
  return withFile(scratch, async (file) => {
    const args = ['-h', hostname, '-p', port, '--no-auth-warning', '--rdb', file];
    // The password in the environment: arguments are for everyone to read.
    const env = {
      PATH: '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin',
      REDISCLI_AUTH: decodeURIComponent(password),
    };
    const { exitCode, stderr } = await runCommand('redis-cli', args, { env, signal, timeoutMs: 60_000 });
    signal.throwIfAborted();
    if (exitCode !== 0 || !existsSync(file)) throw copyFailed(stderr);
    const rdb = readFileSync(file);
    return { rdb, keys: await keysIn(file), sha256: createHash('sha256').update(rdb).digest('hex') };
  });
}

/** What redis-check-rdb finds; undefined when it refuses the file. */
export async function checkRedisCopy(rdb: Buffer, scratch: string): Promise<number | undefined> {
  return withFile(scratch, async (file) => {
    writeFileSync(file, rdb, { mode: 0o600 });
    return keysIn(file).catch(() => undefined);
  });
}

async function keysIn(file: string): Promise<number> {
  const { exitCode, stdout, stderr } = await runCommand('redis-check-rdb', [file], { timeoutMs: 60_000 });
  const keys = /\[info\] (\d+) keys read/.exec(stdout)?.[1];
  if (exitCode !== 0 || keys === undefined) throw copyFailed(`${stdout}${stderr}`);
  return Number(keys);
}

async function withFile<Value>(scratch: string, work: (file: string) => Promise<Value>): Promise<Value> {
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(scratch, 'redis-'));
  try {
    return await work(join(folder, 'dump.rdb'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Puts a snapshot where a Redis with an append-only file begins: as the base of that file, for with `appendonly yes` it reads
 * nothing else. What lay there moves aside. Redis must not run.
 *
 * @param rdb undefined leaves it empty
 */
export function placeRedisCopy(rdb: Buffer | undefined, dataDirectory: string, aside: string): void {
  if (existsSync(dataDirectory)) renameSync(dataDirectory, aside);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  if (rdb === undefined) return;
  const folder = join(dataDirectory, 'appendonlydir');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [base, increment] = ['appendonly.aof.1.base.rdb', 'appendonly.aof.1.incr.aof'];
  writeFileSync(join(folder, base), rdb, { mode: 0o600 });
  writeFileSync(join(folder, increment), '', { mode: 0o600 });
  writeFileSync(
    join(folder, 'appendonly.aof.manifest'),
    `file ${base} seq 1 type b\nfile ${increment} seq 1 type i\n`,
    { mode: 0o600 },
  );
}

const copyFailed = (words: string): GomeetError =>
  new GomeetError(`Redis could not be copied: ${words.trim().split('\n').slice(-3).join('\n')}`, {
    exitCode: ExitCode.critical,
    code: 'redis-copy-failed',
    hint: 'gomeet health-check',
  });
