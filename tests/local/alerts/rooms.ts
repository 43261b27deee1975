import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type LocalGomeet, until } from '../local-gomeet.ts';
import { started } from '../running-gomeet.ts';
import { again, type Watched } from './alert-fault.ts';
import { figureOf } from './figure-of.ts';

const launcher = fileURLToPath(new URL('../../../bin/gomeet', import.meta.url));

type Place = Watched & { readonly gomeet: LocalGomeet };

/**
 * A room with two cameras.
 *
 * @returns once all are in, what ends it
 * @throws Error with what the command said, when it ends by itself
 */
export const room = (platform: Place, participants: number): Promise<() => Promise<void>> =>
  meeting(platform, participants, 'room', ['--duration', '5m', '--publishers', '2']);

/** A room with two cameras in which people leave and others come, twenty a minute. One load, since a platform takes one at a time. */
export const roomOfComers = (platform: Place, participants: number): Promise<() => Promise<void>> =>
  meeting(platform, participants, 'churn', [
    ...['--duration', '5s', '--publishers', '2', '--vanish', '0'],
    ...['--turnover', '20', '--turnover-duration', '5m'],
  ]);

async function meeting(
  platform: Place,
  participants: number,
  load: string,
  flags: readonly string[],
): Promise<() => Promise<void>> {
  const size = ['--participants', String(participants), ...flags];
  const running = started(platform.gomeet, 'loadtest', load, ...size, '--json');
  const ended = running.exitCode.then(() => {
    throw new Error(`nobody is in: ${running.stdout().slice(0, 500)}${running.stderr().slice(-500)}`);
  });
  ended.catch(() => undefined);
  const everybody = until(`${participants} are in`, async () => {
    return ((await figureOf(platform, 'sum(livekit_participant_total)')) ?? 0) >= participants;
  });
  await Promise.race([everybody, ended]);
  return async () => {
    running.kill('SIGINT');
    await running.exitCode;
  };
}

/**
 * Short rooms, one after the other, of people whose packets can be told by their group.
 *
 * @returns what ends them
 */
export function comersOfGroup({ gomeet }: { readonly gomeet: LocalGomeet }, groupId: number) {
  const controller = new AbortController();
  const size = ['--participants', '12', '--duration', '10s', '--publishers', '1', '--json'];
  const end = again(
    () =>
      new Promise<void>((resolve) => {
        spawn(
          'setpriv',
          ['--regid', String(groupId), '--clear-groups', launcher, 'loadtest', 'room', ...size],
          { cwd: gomeet.folder, stdio: 'ignore', signal: controller.signal, killSignal: 'SIGINT' },
        )
          .on('error', () => undefined)
          // That their media fail is what the fault is about.
          .on('close', () => resolve());
      }),
  );
  return async (): Promise<void> => {
    const ended = end();
    controller.abort();
    await ended;
  };
}
