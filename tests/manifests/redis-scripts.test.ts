/** The scripts that start Redis and Sentinel, against real ones: whom they take for the primary, and which passwords they accept. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startRedisWithSentinel } from '../platform/support/redis-with-sentinel.ts';
import { eventually, findProgram, freePort } from '../platform/support/services.ts';

const run = promisify(execFile);
const scripts = 'manifests/components/redis-sentinel';
const slow = { tags: ['slow'] };
const say = async (port: number, password: string, ...args: readonly string[]): Promise<string> => {
  const env = { ...process.env, REDISCLI_AUTH: password };
  return (await run('redis-cli', ['-p', String(port), ...args], { env })).stdout.trim();
};

test('an error of Sentinel is nobody’s vote for a primary', slow, async () => {
  const running = await startRedisWithSentinel('spoken');
  try {
    // One Sentinel three times over: with a wrong password all three print the same line.
    const text = await readFile(join(scripts, 'find-primary.sh'), 'utf8');
    const asked = text.replaceAll('26379', String(running.sentinelPort));
    const script = `${asked}\nsentinels() { echo 127.0.0.1; echo 127.0.0.1; echo 127.0.0.1; }\nprimary_by_sentinels`;
    const env = { ...process.env, NAMESPACE: 'gomeet', REDISCLI_AUTH: 'refused' };
    const error = await say(running.sentinelPort, 'refused', 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'gomeet');
    expect(error).toContain('NOAUTH');
    expect((await run('sh', ['-c', script], { env })).stdout).toBe('');
  } finally {
    await running.stop();
  }
});

// Debian has `redis-sentinel` in a package of its own; it is a link to redis-server, which is told by its name or by this flag.
test.each([
  ['redis-server', []],
  ['redis-server --sentinel', ['--sentinel']],
])('%s accepts the other passwords as well', slow, async (program, flags) => {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-passwords-'));
  const port = await freePort();
  await writeFile(join(folder, 'password'), 'spoken');
  await writeFile(join(folder, 'other-passwords'), 'learned\nformer');
  const text = await readFile(join(scripts, 'passwords.sh'), 'utf8');
  const script = `${text.replaceAll('/secrets', folder)}\naccepted_passwords`;
  const { stdout: line } = await run('sh', ['-euc', script]);
  const settings = [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, line];
  await writeFile(join(folder, 'server.conf'), settings.join('\n'));
  const child = spawn(findProgram('redis-server'), [join(folder, 'server.conf'), ...flags], {
    stdio: 'ignore',
  });
  try {
    await eventually(`${program} answers`, async () =>
      expect(await say(port, 'spoken', 'PING')).toBe('PONG'),
    );
    for (const password of ['learned', 'former']) expect(await say(port, password, 'PING')).toBe('PONG');
    expect(await say(port, 'neither', 'PING')).not.toContain('PONG');
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
});
