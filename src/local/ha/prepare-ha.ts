import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileInputs } from '../lean-profile.ts';
import { isOwnCode, ownFolder } from '../own-code.ts';
import { sourceDigest } from '../toolchain/cache.ts';
import { metricsFolder } from './exporters.ts';
import { type Alerting, type HaInputs, postgresBase } from './ha-inputs.ts';
import { postgresNames } from './patroni.ts';

/** What profile `ha` needs to know beside what `lean` does. Makes the folders that its services work in. */
export function haInputs(
  inputs: ProfileInputs,
  haPrograms: HaInputs['haPrograms'],
  alerting: Alerting,
): HaInputs {
  const { postgres, layout } = inputs;
  mkdirSync(metricsFolder({ layout }), { recursive: true, mode: 0o700 });
  for (const name of postgresNames) {
    const folder = join(postgresBase({ postgres }), name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (postgres.user !== undefined) chownSync(folder, postgres.user.uid, postgres.user.gid);
  }
  return {
    ...inputs,
    haPrograms,
    alerting,
    alertRecorderCode: sourceDigest(ownFolder('platform/alert-recorder'), isOwnCode),
    poolerExporterCode: sourceDigest(ownFolder('platform/pooler-exporter'), isOwnCode),
    diskGuardCode: sourceDigest(ownFolder('platform/disk-guard'), isOwnCode),
    separateGroups: process.getuid?.() === 0,
  };
}
