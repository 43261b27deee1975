import { describe, expect, test } from 'vitest';
import { createHost } from './host.ts';

const host = createHost();

describe('host', () => {
  test('CPU time only grows, and busy is a part of all', () => {
    const first = host.cpuTime();
    const second = host.cpuTime();
    expect(second.totalMs).toBeGreaterThanOrEqual(first.totalMs);
    expect(second.busyMs).toBeLessThanOrEqual(second.totalMs);
  });

  test('memory in use is a share', () => {
    const share = host.memoryUsedShare();
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  });

  test('tells how many files a process may open', () =>
    expect(host.facts().openFilesMax ?? Number.POSITIVE_INFINITY).toBeGreaterThan(0));

  test.runIf(process.platform === 'linux')('counts the CPU time of a process while it works', () => {
    const before = host.processCpuMs(process.pid) ?? Number.NaN;
    const until = before + 20;
    let rounds = 0;
    while ((host.processCpuMs(process.pid) ?? 0) < until && rounds < 1e6) rounds += 1;
    expect(host.processCpuMs(process.pid)).toBeGreaterThanOrEqual(until);
  });

  test('a process that is gone has no CPU time', () =>
    expect(host.processCpuMs(2 ** 22 + 1)).toBeUndefined());
});
