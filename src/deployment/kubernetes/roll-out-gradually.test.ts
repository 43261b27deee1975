import { expect, test } from 'vitest';
import { silentProgress } from '../../adapters/terminal.ts';
import { rollOutGradually } from './roll-out-gradually.ts';

const world = {
  monotonic: () => 0,
  progress: silentProgress,
  signal: new AbortController().signal,
};
const rollout = { steps: [25, 100], holdMs: 10, atMostMs: 30, lookEveryMs: 1 };

/** A gateway that takes no orders from the given share on, and then not even the one to go back. */
function gateway(isBroken: (percent: number) => boolean) {
  const shares: number[] = [];
  return {
    shares,
    async setShare(percent: number) {
      shares.push(percent);
      if (isBroken(percent)) throw new Error(`${percent} %: HTTP 503`);
    },
    read: () => Promise.reject(new Error('not asked')),
    promote: () => Promise.reject(new Error('not asked')),
  };
}

test('a share that could not be given is taken back, and its error told', async () => {
  const ports = gateway((percent) => percent === 25);
  await expect(rollOutGradually(world, ports, rollout)).rejects.toThrow('25 %: HTTP 503');
  expect(ports.shares).toEqual([25, 0]);
});

test('a share that cannot be taken back is told with what went before it, and how it ends', async () =>
  expect(
    rollOutGradually(
      world,
      gateway(() => true),
      rollout,
    ),
  ).rejects.toMatchObject({
    exitCode: 4,
    code: 'canary-left',
    message: expect.stringMatching(
      /^25 %: HTTP 503\n.*could not be taken back: 0 %: HTTP 503; its pods stay/,
    ),
    hint: expect.stringContaining('gomeet rollback'),
  }));
