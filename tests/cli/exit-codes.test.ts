/**
 * Every exit code that `gomeet help exit-codes` lists, by a cause as users meet it, from the real program: once before a pipe, once
 * before a terminal. What a cause needs beside gomeet is a server of this process on 127.0.0.1.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exitCodeMeanings } from '../../src/errors.ts';
import { type DigitalOceanDouble, startDigitalOceanDouble } from '../cloud/digitalocean-double.ts';
import { runBeforePipe, runBeforeTerminal, type Start } from '../support/run-launcher.ts';

const TOKEN = 'dop_v1_secret';
const writtenPlan = new URL('../../plans/written-2025.yaml', import.meta.url).pathname;

interface Cause {
  readonly what: string;
  /** How gomeet is started, in an empty folder. */
  start(): Omit<Start, 'cwd'>;
  /** What it says about it. */
  readonly says: string;
  /** Whether that comes as an error, which is painted on a terminal. */
  readonly isError: boolean;
}

const cloud = (...args: readonly string[]): Omit<Start, 'cwd'> => ({
  args: ['cloud', ...args],
  env: { DIGITALOCEAN_TOKEN: TOKEN, DIGITALOCEAN_API_URL: account.url, DIGITALOCEAN_SPACES_URL: account.url },
});

const causes: Readonly<Record<(typeof exitCodeMeanings)[number]['code'], Cause>> = {
  0: {
    what: 'a plan is made',
    start: () => ({ args: ['plan', '--samples', '0'] }),
    says: 'people at once',
    isError: false,
  },
  1: {
    what: 'the disk under standard output is full',
    start: () => ({ args: ['help', 'environment'], stdoutTo: '/dev/full' }),
    says: 'standard output cannot be written (ENOSPC)',
    isError: false,
  },
  2: {
    what: 'a number is none',
    start: () => ({ args: ['plan', '--samples', 'NaN'] }),
    says: '--samples NaN: accepted: a whole number',
    isError: true,
  },
  3: {
    what: 'prices are older than they may be',
    start: () => ({ args: ['cost', 'catalog', 'verify', '--max-price-age', '1d'] }),
    says: 'days old',
    isError: false,
  },
  4: {
    what: 'a written plan has critical findings',
    start: () => ({ args: ['audit', writtenPlan] }),
    says: 'GC201',
    isError: false,
  },
  5: {
    what: 'a trend is asked for where nothing was measured',
    start: () => ({ args: ['report', 'trend'] }),
    says: 'there is no trend',
    isError: true,
  },
  6: {
    what: 'the token of the cloud is missing',
    start: () => ({ args: ['cloud', 'plan'] }),
    says: 'no DigitalOcean token',
    isError: true,
  },
  7: {
    what: 'the port is taken',
    start: () => ({ args: ['report', 'serve', '--port', String((neighbour.address() as AddressInfo).port)] }),
    says: 'cannot be listened on',
    isError: true,
  },
  8: {
    what: 'the cloud says to come back in an hour',
    start: () => {
      const headers = { 'retry-after': '3600' };
      account.faults.push({ method: 'GET', path: /./, times: 1, status: 429, headers });
      return cloud('plan');
    },
    says: 'DigitalOcean',
    isError: true,
  },
  10: {
    what: 'the account is empty, and the plan is not',
    start: () => cloud('plan', '--exit-code'),
    says: 'create',
    isError: false,
  },
  130: {
    what: 'Ctrl-C while it watches',
    start: () => ({ args: ['health-check', '--watch'], interruptAfter: /checks are well/ }),
    says: 'watching was interrupted',
    isError: true,
  },
};

let account: DigitalOceanDouble;
let neighbour: Server;
let cwd: string;
let cache: string;
beforeAll(async () => {
  account = await startDigitalOceanDouble(TOKEN);
  neighbour = createServer();
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
  cache = await mkdtemp(join(tmpdir(), 'gomeet-compiled-'));
});
afterAll(async () => {
  neighbour.close();
  await account.close();
  await rm(cache, { recursive: true });
});
beforeEach(async () => {
  account.reset();
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-exit-codes-'));
});
afterEach(() => rm(cwd, { recursive: true }));

/** Children share what Node compiled, which halves the time that they take. */
const inFolder = (start: Omit<Start, 'cwd'>): Start => ({
  ...start,
  cwd,
  env: { NODE_COMPILE_CACHE: cache, ...start.env },
});

/** A child takes half a second on an idle machine. */
const PATIENCE = { timeout: 60_000 };
const RED = '\u001b[31merror\u001b[0m';

describe.each(exitCodeMeanings)('exit code $code: $meaning', PATIENCE, ({ code }) => {
  const { what, start, says, isError } = causes[code];

  test(`${what}, before a pipe`, async () => {
    const { output, exitCode } = await runBeforePipe(inFolder(start()));
    expect(output).toContain(says);
    expect(output, 'a pipe gets no escape codes').not.toContain('\u001b');
    expect(exitCode).toBe(code);
  });

  test(`${what}, before a terminal`, async () => {
    const { output, exitCode } = await runBeforeTerminal(inFolder(start()));
    expect(output).toContain(says);
    expect(output.includes(RED), 'a terminal gets colours').toBe(isError);
    expect(exitCode).toBe(code);
  });
});

describe('signals and names', PATIENCE, () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends what waits, and says so', async (signal) => {
    const start = { ...causes[130].start(), signal };
    const { output, exitCode } = await runBeforePipe(inFolder(start));
    expect(output).toContain('error watching was interrupted\nNext: the same command again\n');
    expect(exitCode).toBe(130);
  });

  test('a file whose name is an escape sequence reaches a terminal in words', async () => {
    await mkdir(join(cwd, 'plans'));
    await writeFile(join(cwd, 'plans', 'x\u001b]0;owned\u0007'), 'local: 1\n');
    const { output, exitCode } = await runBeforeTerminal(
      inFolder({ args: ['plan', 'plans/x\u001b]0;owned\u0007'] }),
    );
    expect(output).toContain('plans/x\\u001b]0;owned\\u0007:1: ');
    expect(output).not.toContain('\u001b]0;');
    expect(exitCode).toBe(2);
  });
});
