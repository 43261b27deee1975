import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ProfileInputs } from '../lean-profile.ts';
import { sourceDigest } from '../toolchain/cache.ts';
import { metricsFolder } from './exporters.ts';
import { type Alerting, type HaInputs, postgresBase } from './ha-inputs.ts';
import { postgresNames } from './patroni.ts';

/** What profile `ha` needs to know beside what `lean` does. Makes the folders that its services work in. */
export function haInputs(
  inputs: ProfileInputs,
  haPrograms: HaInputs['haPrograms'],
  alerting: Alerting | undefined,
): HaInputs {
  const { projectRoot, postgres, layout } = inputs;
  mkdirSync(metricsFolder({ layout }), { recursive: true, mode: 0o700 });
  for (const name of postgresNames) {
    const folder = join(postgresBase({ postgres }), name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (postgres.user !== undefined) chownSync(folder, postgres.user.uid, postgres.user.gid);
  }
  return {
    ...inputs,
    haPrograms,
    alerting: alerting ?? clusterAlerting(projectRoot),
    alertRecorderCode: sourceDigest(join(projectRoot, 'src', 'platform', 'alert-recorder'), isSource),
    separateGroups: process.getuid?.() === 0,
  };
}

const isSource = (name: string): boolean => name.endsWith('.ts') && !name.endsWith('.test.ts');

/** The cluster's rules as they are, and every alert told to the recorder soon. */
function clusterAlerting(projectRoot: string): Alerting {
  const folder = join(projectRoot, 'manifests', 'components', 'monitoring', 'rules');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  return {
    ruleFiles: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    scrapeIntervalMs: 5_000,
    routes: (recorderUrl) =>
      stringify({
        route: {
          receiver: 'recorder',
          group_by: ['alertname'],
          group_wait: '1s',
          group_interval: '5s',
          repeat_interval: '1h',
        },
        receivers: [
          { name: 'recorder', webhook_configs: [{ url: `${recorderUrl}/recorder`, send_resolved: true }] },
        ],
      }),
  };
}
