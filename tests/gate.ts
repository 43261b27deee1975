/**
 * `npm test`: the one gate. Runs every stage, the cheap ones first, tells what each took, and closes with
 * `N passed, N failed` summed over all suites. A stage that fails does not hide what the later ones would say.
 */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How many tests a finished run counted; a stage without tests counts as one. */
  tally?(output: string): Promise<Tally>;
  /** What a stage leaves to the later ones. */
  after?(output: string): void;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reportFile = `${root}/coverage/vitest.json`;

/** For the Go tests, which run against the livekit-server that setup found or built; filled by the first stage. */
const foundBySetup: Record<string, string> = {};

/** TURN relay, network namespaces, Firefox, promtool, amtool and exporters: users of gomeet need none of them, its tests do. */
const testPrograms =
  'command -v turnserver && command -v ip && command -v firefox-esr && command -v promtool && command -v amtool && ' +
  'command -v prometheus-node-exporter && command -v prometheus-redis-exporter && command -v prometheus-postgres-exporter || ' +
  'sh src/local/toolchain/install-packages.sh coturn iproute2 firefox-esr prometheus prometheus-alertmanager ' +
  'prometheus-node-exporter prometheus-redis-exporter prometheus-postgres-exporter';

const stages: readonly Stage[] = [
  {
    name: 'set up',
    command: ['bin/gomeet', 'setup', '--profile', 'ha', '--yes', '--json'],
    after: useWhatWasSetUp,
  },
  { name: 'programs for tests', command: ['sh', '-c', testPrograms] },
  { name: 'kubectl, operators’ manifests', command: ['node', 'tests/manifests/bring-programs.ts'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
  { name: 'lint', command: ['npx', 'biome', 'check', '--error-on-warnings', '.'] },
  { name: 'dead code', command: ['npx', 'knip'] },
  { name: 'go vet', command: ['go', 'vet', './...'], directory: 'loadgen' },
  { name: 'go vet of the benchmark', command: ['go', 'vet', './...'], directory: 'loadgen/bench' },
  { name: 'go vet of the recorder', command: ['go', 'vet', './...'], directory: 'src/platform/recorder' },
  {
    name: 'go test of the recorder',
    command: ['go', 'test', '-json', '-p', '1', './...'],
    directory: 'src/platform/recorder',
    env: foundBySetup,
    tally: tallyGo,
  },
  {
    name: 'go test',
    // One package at a time: several measure, and would measure one another.
    command: ['go', 'test', '-json', '-p', '1', './...'],
    directory: 'loadgen',
    env: foundBySetup,
    tally: tallyGo,
  },
  {
    name: 'unit, CLI, local, platform and browser tests',
    command: [
      'npx',
      'vitest',
      'run',
      '--coverage',
      '--tags-filter=!cluster && !alerts && !drills && !soak && !large && !firefox',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    tally: tallyVitest,
  },
  {
    name: 'the API against its own description, in short',
    command: ['node', 'tests/contract/run-contract.ts', '3'],
  },
];

function useWhatWasSetUp(output: string): void {
  const { data } = JSON.parse(output) as { data: { tools: { name: string; path: string | null }[] } | null };
  const livekit = data?.tools.find(({ name }) => name === 'livekit-server')?.path;
  if (livekit) foundBySetup.GOMEET_LIVEKIT_SERVER = livekit;
}

async function tallyVitest(): Promise<Tally> {
  const { numPassedTests, numFailedTests } = JSON.parse(await readFile(reportFile, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  return { passed: numPassedTests, failed: numFailedTests };
}

async function tallyGo(output: string): Promise<Tally> {
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { Action: string; Test?: string });
  const count = (action: string): number =>
    events.filter((event) => event.Action === action && event.Test).length;
  // Go tests are left out where a program is missing or the right to make a network namespace is. Here the first stages
  // have brought the programs: one that is left out all the same has proved nothing.
  return { passed: count('pass'), failed: count('fail') + count('skip') };
}

interface Ended {
  readonly output: string;
  readonly exitCode: number;
}

function run(stage: Stage): Promise<Ended> {
  const [program = '', ...args] = stage.command;
  const child = spawn(program, args, {
    cwd: `${root}/${stage.directory ?? ''}`,
    env: { ...process.env, ...stage.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    output += chunk;
    // Go's JSON events are for the tally; what failed is printed when the stage ends.
    if (stage.tally !== tallyGo) process.stdout.write(chunk);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ output: `${output}${error.message}\n`, exitCode: 127 }));
    child.once('close', (exitCode) => resolve({ output, exitCode: exitCode ?? 1 }));
  });
}

const failedGoOutput = (output: string): string =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { Action: string; Output?: string }).Output ?? '')
    .join('');

const total = { passed: 0, failed: 0 };
const summary: string[] = [];
await rm(reportFile, { force: true });
for (const stage of stages) {
  const startedAt = performance.now();
  process.stdout.write(`\n── ${stage.name}\n`);
  const { output, exitCode } = await run(stage);
  if (exitCode === 0) stage.after?.(output);
  if (exitCode !== 0) process.stdout.write(`${stage.command.join(' ')} ended with code ${exitCode}\n`);
  const whole: Tally = exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const counted = stage.tally ? await stage.tally(output).catch(() => whole) : whole;
  // A suite may fail for another reason than a test, such as too little coverage: that is a failure too.
  const tally = exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  if (tally.failed > 0 && stage.tally === tallyGo) process.stdout.write(failedGoOutput(output));
  total.passed += tally.passed;
  total.failed += tally.failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  summary.push(`${seconds.padStart(8)} s  ${stage.name}: ${tally.passed} passed, ${tally.failed} failed`);
}
process.stdout.write(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
