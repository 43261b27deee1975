/** What cannot be asked of the API's load, and is refused before anything starts. */
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

test.each([
  ['--rate 0', '--rate 0: accepted: a whole number from 1 to 5,000 journeys a second'],
  ['--rate 1e9', '--rate 1e9: accepted: a whole number from 1 to 5,000'],
  ['--shape spiky', '--shape spiky: did you mean "spike"?'],
  ['--duration 2d', '--duration 2d: accepted: a duration such as 30s'],
  ['--rate 2 --parallelism 3', '3 processes for 2 journeys a second'],
  ['--journeys none', '--journeys none: accepted: meetings, liveness'],
])('loadtest api %s is refused', async (flags, message) => {
  const { stderr, exitCode } = await runCli(`loadtest api ${flags}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
