/** What can be asked of loads with rooms, and what is refused before anything starts, with the reason. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

test.each([
  ['rooms --rooms 0', '--rooms 0: accepted: a whole number from 1 to 1,000 rooms'],
  [
    'rooms --rooms 101 --participants 500',
    '101 rooms of 500 are 50,500 participants: accepted are at most 50,000',
  ],
  ['rooms --rooms 2 --parallelism 3', '3 processes for 2 rooms: a room cannot be split'],
  ['rooms --participants 4 --publishers 5', '5 publishers in a room of 4'],
  ['rooms --join-rate 5000', '--join-rate 5000: accepted: a whole number from 1 to 1,000 a second'],
  ['rooms --runner cloud', '--runner cloud: accepted:'],
  ['room --participants 2000', '--participants 2000: accepted: a whole number from 2 to 1,000'],
  ['room --parallelism 2', 'one room is whole in one process'],
  ['room --layout lecture --publishers 2 --screen-shares 3', '3 shared screens among 2 publishers'],
  ['room --codec h265', '--codec h265: did you mean "h264"?'],
  ['room --network lossy=1.5', 'accepted: turn, turns, tcp, lossy and slow with their shares'],
  ['room --participants 4 --data-users 5', '5 data users in a room of 4'],
  ['room --data-users 1', '--data-users 1: accepted: a whole number from 2 to 500 people'],
  ['rooms --data-rate 5', '--data-rate 5 without --data-users'],
  ['room --data-users 500 --data-rate 100', 'everyone would receive 49,900 a second'],
  ['room --profile gate400', '--profile gate400: did you mean "gate'],
  ['churn --participants 20 --turnover 100', '100 people a minute cannot leave and come back'],
  ['churn --turnover 0 --vanish 0', 'nobody vanishes and nobody leaves'],
  ['churn --vanish 120', '--vanish 120: accepted: a whole number from 0 to 100 percent'],
  ['churn --reconnect resum', '--reconnect resum: did you mean "resume"?'],
  ['capacity --from 100 --to 50', '--from 100 is more than --to 50'],
  ['capacity --of participants --to 2000', 'the platform gives a room at most 1,000 seats'],
  ['capacity --of sockets', '--of sockets: accepted: participants, rooms, publishers'],
  ['comprehensive --scale 2', '--scale 2: accepted: a number from 0.001 to 1'],
  ['comprehensive --scale 0', '--scale 0: accepted: a number from 0.001 to 1'],
])('loadtest %s is refused', async (commandLine, message) => {
  const { stderr, exitCode } = await runCli(`loadtest ${commandLine}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('a k6 that the user names and that is none: the path, and what to do', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'gomeet-k6-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const world = { cwd, env: { GOMEET_K6: join(cwd, 'nowhere') } };
  const { stderr, exitCode } = await runCli('loadtest room --participants 2', world);
  expect(exitCode).toBe(6);
  expect(stderr).toContain(`${join(cwd, 'nowhere')} is not a program; k6 generates the load`);
  expect(stderr).toContain('gomeet setup');
});
