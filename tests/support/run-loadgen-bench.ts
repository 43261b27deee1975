/**
 * `npm run bench:loadgen`: the comparison of loadgen/bench with the programs that setup found or built. What follows
 * `--` goes to the benchmark: `npm run bench:loadgen -- -rounds 1 -seconds 10`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const answer = execFileSync(`${root}/bin/gomeet`, ['setup', '--yes', '--json'], { encoding: 'utf8' });
const { tools } = (JSON.parse(answer) as { data: { tools: { name: string; path: string | null }[] } }).data;
const pathOf = (name: string): string => tools.find((tool) => tool.name === name)?.path ?? '';

const bench = spawnSync(
  'go',
  ['run', '.', '-server', pathOf('livekit-server'), '-clips', pathOf('clips'), ...process.argv.slice(2)],
  { cwd: `${root}/loadgen/bench`, stdio: 'inherit' },
);
process.exitCode = bench.status ?? 1;
