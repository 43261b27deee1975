import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identify, isAlive, signalProcess } from './process-identity.ts';

test('a living process is itself, and nobody once it has ended', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  expect(identity && isAlive(identity)).toBe(true);
  const ended = once(child, 'exit');
  if (identity) signalProcess(identity, 'SIGTERM', 'process');
  expect((await ended)[1]).toBe('SIGTERM');
  expect(identity && isAlive(identity)).toBe(false);
});

test('another process with the same number is never signalled', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const stranger = { processId: child.pid ?? 0, startedAs: 'an earlier boot/12345' };
  expect(isAlive(stranger)).toBe(false);
  signalProcess(stranger, 'SIGKILL', 'process');
  expect(identify(child.pid ?? 0)).toBeDefined();
  child.kill('SIGKILL');
  expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
});
