import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type LocalGomeet, until } from '../local-gomeet.ts';
import { started } from '../running-gomeet.ts';
import { again, type Watched } from './alert-fault.ts';
import { figureOf } from './figure-of.ts';

const launcher = fileURLToPath(new URL('../../../bin/gomeet', import.meta.url));

/**
 * A room with two cameras.
 *
 * @returns once all are in, what ends it
 * @throws Error with what the command said, when it ends by itself
 */
export async function room(
  platform: Watched & { readonly gomeet: LocalGomeet },
  participants: number,
): Promise<() => Promise<void>> {
  const size = ['--participants', String(participants), '--duration', '5m', '--publishers', '2'];
  const load = started(platform.gomeet, 'loadtest', 'room', ...size, '--json');
  const ended = load.exitCode.then(() => {
    throw new Error(`nobody is in: ${load.stdout().slice(0, 500)}${load.stderr().slice(-500)}`);
  });
  ended.catch(() => undefined);
  const everybody = until(`${participants} are in`, async () => {
    return ((await figureOf(platform, 'sum(livekit_participant_total)')) ?? 0) >= participants;
  });
  await Promise.race([everybody, ended]);
  return async () => {
    load.kill('SIGINT');
    await load.exitCode;
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
