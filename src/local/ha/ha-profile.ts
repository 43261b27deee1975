import type { ConfigurationFile } from '../configuration-file.ts';
import { api, connectionEnv, migrate } from '../lean-profile.ts';
import { mailbox } from '../mailbox-service.ts';
import { instances } from '../ports.ts';
import { recorder } from '../recorder-service.ts';
import type { Service } from '../service.ts';
import { alertmanager, alertmanagerFiles, alertRecorder } from './alerting-services.ts';
import { coturn, coturnFiles } from './coturn.ts';
import { diskGuard } from './disk-guard.ts';
import { etcd } from './etcd.ts';
import { exporterFiles, exporters } from './exporters.ts';
import { type HaInputs, portOf } from './ha-inputs.ts';
import { haproxy, haproxyFiles, livekitNames } from './haproxy.ts';
import { livekitFiles, livekitServers } from './livekit-servers.ts';
import { patroniFiles, postgresNames, postgresServers } from './patroni.ts';
import { pgbouncer, pgbouncerFiles } from './pgbouncer.ts';
import { prometheus, prometheusFiles } from './prometheus.ts';
import {
  masterName,
  redisFiles,
  redisServers,
  sentinelAddresses,
  sentinelNames,
  sentinels,
} from './redis-sentinel.ts';

/** Processes of the API in profile `ha` unless another number is asked for. */
export const haApiWorkers = 3;

/**
 * Groups of no user, one for each service, from here on: packets are told apart by them when a service is cut off. They lie in the
 * range that systems leave unused (60,000 to 65,533 without those for dynamic users).
 */
const firstGroupId = 60_600;

/** The services of profile `ha`, in an order in which each comes after those that it needs. */
export function haProfile(inputs: HaInputs): Service[] {
  const services = [
    etcd(inputs),
    ...postgresServers(inputs),
    ...redisServers(inputs),
    ...sentinels(inputs),
    haproxy(inputs),
    pgbouncer(inputs),
    migrate(inputs, primaryUrl(inputs), [...postgresNames, 'haproxy']),
    ...livekitServers(inputs),
    coturn(inputs),
    mailbox(inputs),
    ...recorder(inputs, ['haproxy', ...livekitNames]),
    ...apiWorkers(inputs),
    alertRecorder(inputs),
    alertmanager(inputs),
    ...exporters(inputs),
    prometheus(inputs),
    diskGuard(inputs),
  ];
  if (!inputs.separateGroups) return services;
  return services.map((service, index) => ({ ...service, groupId: firstGroupId + index }));
}

/** What these services read. */
export const haFiles = (inputs: HaInputs): ConfigurationFile[] => [
  ...patroniFiles(inputs),
  ...redisFiles(inputs),
  ...haproxyFiles(inputs),
  ...pgbouncerFiles(inputs),
  ...livekitFiles(inputs),
  ...coturnFiles(inputs),
  ...alertmanagerFiles(inputs),
  ...exporterFiles(inputs),
  ...prometheusFiles(inputs),
];

const primaryUrl = (inputs: HaInputs): string =>
  `postgres://gomeet:${inputs.secrets.databasePassword}@127.0.0.1:${portOf(inputs, 'postgres-primary')}/gomeet`;

/** Each listens on a port of its own behind HAProxy, whose word on the caller's address it takes. */
function apiWorkers(inputs: HaInputs): Service[] {
  const env = {
    GOMEET_API_REUSE_PORT: '0',
    GOMEET_PUBLIC_URL: `http://127.0.0.1:${portOf(inputs, 'api')}`,
    GOMEET_TRUSTED_PROXIES: '127.0.0.1/32',
    // The address in REDIS_URL stands for its password alone.
    REDIS_URL: connectionEnv(inputs).REDIS_URL ?? '',
    REDIS_SENTINELS: sentinelAddresses(inputs).join(','),
    REDIS_SENTINEL_MASTER: masterName,
    REDIS_SENTINEL_PASSWORD: inputs.secrets.redisPassword,
  };
  const needs = ['migrate', 'pgbouncer', ...sentinelNames, ...livekitNames, 'mailbox'];
  // Some twenty services start with them: on two cores that takes far longer than alone.
  const patience = { readyWithinMs: 60_000 };
  return instances('api', inputs.apiWorkers).map((name) => ({
    ...api(inputs, name, { port: portOf(inputs, name), env, needs }),
    ...patience,
  }));
}
