/** What can be asked of many rooms and what is refused before anything starts. */
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

test.each([
  ['--rooms 0', '--rooms 0: accepted: a whole number from 1 to 1,000 rooms'],
  ['--rooms 101 --participants 500', '101 rooms of 500 are 50,500 participants: accepted are at most 50,000'],
  ['--rooms 2 --parallelism 3', '3 processes for 2 rooms: a room cannot be split'],
  ['--participants 4 --publishers 5', '5 publishers in a room of 4'],
  ['--join-rate 5000', '--join-rate 5000: accepted: a whole number from 1 to 1,000 a second'],
  ['--runner cloud', '--runner cloud: accepted:'],
])('loadtest rooms %s is refused', async (flags, message) => {
  const { stderr, exitCode } = await runCli(`loadtest rooms ${flags}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
