/**
 * `npm run bench:cli`: how long a user waits for the command line, beside tools that people know, whole processes from start to end. In each
 * round every command runs once, so that a machine that is now slower, now faster, is so for all; the ratio is taken within the round. The
 * installed package is measured too: this packs it. `npm run bench:cli -- 30`: rounds.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installInto, installNode, oldestNode, ownNode, packGomeet, repository } from './packed-gomeet.ts';

const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'gomeet-cli-bench-'));

interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
  /** Milliseconds of the run before the first round, when gomeet has compiled nothing yet. */
  firstMs: number;
  readonly timesMs: number[];
}

/** Runs a command to its end, its output thrown away, in an empty folder with a cache of its own. Undefined where there is no such program. */
function timeOf([program = '', ...args]: readonly string[]): number | undefined {
  const startedMs = performance.now();
  const { error, status } = spawnSync(program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: 'ignore',
  });
  const tookMs = performance.now() - startedMs;
  if (error && 'code' in error && error.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}`);
  return tookMs;
}

const archive = await packGomeet(folder);
const installed = join(await installInto(join(folder, 'installed'), archive), 'gomeet/bin/gomeet.mjs');
const oldest = await installNode(join(folder, 'node'), oldestNode);

const ofGomeet = (how: string, ...start: readonly string[]): [string, readonly string[]][] =>
  ['--help', '--version', 'plan --samples 0', 'plan'].map((what) => [
    `gomeet ${what}, ${how}`,
    [...start, ...what.split(' ')],
  ]);

const commands: readonly [string, readonly string[]][] = [
  ['node -e 0', [ownNode, '-e', '0']],
  ...ofGomeet('checkout', join(repository, 'bin/gomeet')),
  ...ofGomeet('package', ownNode, installed),
  ...ofGomeet(`package, Node ${oldestNode.split('.')[0]}`, oldest, installed),
  ['gh --version', ['gh', '--version']],
  ['git --version', ['git', '--version']],
  ['go version', ['go', 'version']],
  ['docker --version', ['docker', '--version']],
  ['kubectl version --client', ['kubectl', 'version', '--client']],
  ['npm --version', ['npm', '--version']],
];

const contestants: Contestant[] = commands.flatMap(([name, command]) => {
  const firstMs = timeOf(command);
  return firstMs === undefined ? [] : [{ name, command, firstMs, timesMs: [] }];
});
for (let round = 0; round < rounds; round += 1)
  for (const { command, timesMs } of contestants) timesMs.push(timeOf(command) ?? Number.NaN);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const floor = contestants[0]?.timesMs ?? [];
const milliseconds = (value: number): string => `${value.toFixed(0).padStart(5)} ms`;

const [cpu] = cpus();
process.stdout.write(
  `${cpu?.model ?? 'unknown processor'}, ${cpus().length} processors, load ${(loadavg()[0] ?? 0).toFixed(1)}; ` +
    `${rounds} rounds, Node ${process.versions.node}\n\n`,
);
for (const { name, firstMs, timesMs } of contestants) {
  const ratio = median(timesMs.map((time, round) => time / (floor[round] ?? Number.NaN)));
  process.stdout.write(
    `${name.padEnd(42)} median ${milliseconds(median(timesMs))}   ${milliseconds(Math.min(...timesMs))} to ` +
      `${milliseconds(Math.max(...timesMs))}   ${ratio.toFixed(2).padStart(5)} × node -e 0   first ${milliseconds(firstMs)}\n`,
  );
}
const absent = commands.map(([name]) => name).filter((name) => !contestants.some((one) => one.name === name));
if (absent.length > 0) process.stdout.write(`\nnot on this machine: ${absent.join(', ')}\n`);
rmSync(folder, { recursive: true });
