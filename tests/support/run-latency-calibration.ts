/**
 * `npm run calibrate:latency`: latency and loss as subscribers measure them beside the log of a relay with a known delay
 * and loss, 10 s for each, in network namespaces (root only), with the livekit-server that setup built. Another number of
 * seconds: `npm run calibrate:latency -- 30`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const answer = execFileSync(`${root}/bin/gomeet`, ['setup', '--yes', '--json'], { encoding: 'utf8' });
const { tools } = (JSON.parse(answer) as { data: { tools: { name: string; path: string | null }[] } }).data;

const calibration = spawnSync(
  'go',
  ['test', './calibration', '-count=1', '-v', '-run', 'TestSubscribersMeasureWhatTheRelayDid'],
  {
    cwd: `${root}/loadgen`,
    env: {
      ...process.env,
      GOMEET_LIVEKIT_SERVER: tools.find((tool) => tool.name === 'livekit-server')?.path ?? '',
      GOMEET_CALIBRATION_SECONDS: process.argv[2] ?? '10',
    },
    stdio: 'inherit',
  },
);
process.exitCode = calibration.status ?? 1;
