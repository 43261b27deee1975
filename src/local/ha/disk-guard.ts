import { digestOf } from '../digest.ts';
import { ownProgram } from '../own-code.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, postgresBase } from './ha-inputs.ts';
import { patroniUser, postgresNames } from './patroni.ts';

/**
 * Has a primary whose disk is full give its place up (src/platform/disk-guard). On three machines one would run beside each Patroni;
 * on one machine a single one sees all three disks.
 */
export function diskGuard(inputs: HaInputs): Service {
  const { layout, programs, projectRoot, secrets, diskGuardCode } = inputs;
  const servers = postgresNames.map((name) => ({
    name,
    patroniUrl: `http://${addressOf(inputs, `${name}-patroni`)}`,
    disk: `${postgresBase(inputs)}/${name}`,
  }));
  const env = {
    ...baseEnv,
    DISK_GUARD_PORT: String(portOf(inputs, 'disk-guard')),
    DISK_GUARD_SERVERS: JSON.stringify(servers),
    PATRONI_USER: patroniUser,
    PATRONI_PASSWORD: secrets.patroniPassword,
  };
  return {
    name: 'disk-guard',
    kind: 'process',
    command: programs.node,
    arguments: [ownProgram('platform/disk-guard/server')],
    env,
    workingDirectory: projectRoot,
    needs: postgresNames,
    // 200 when it sees the servers.
    readiness: { kind: 'http', url: `http://${addressOf(inputs, 'disk-guard')}/healthz` },
    readyWithinMs: 30_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: addressOf(inputs, 'disk-guard'),
    logFile: `${layout.logs}/disk-guard.log`,
    digests: { program: programs.versions.node, code: diskGuardCode, environment: digestOf(env) },
  };
}
