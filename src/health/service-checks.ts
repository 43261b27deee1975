import type { CheckResult, CheckStatus } from './check.ts';
import { checkOf } from './check-of.ts';

interface ServiceState {
  readonly name: string;
  readonly state: string;
  readonly reason?: string;
  readonly address: string;
  readonly restarts: number;
  readonly log: string;
}

/** The programs that each profile consists of; those of which there are several are numbered. */
const wanted = {
  lean: ['postgres', 'redis', 'livekit', 'recorder', 'api'],
  ha: [
    ...['etcd', 'postgres', 'pgbouncer', 'haproxy', 'redis', 'sentinel', 'livekit', 'api', 'coturn'],
    ...['disk-guard', 'recorder', 'prometheus', 'alertmanager', 'redis-exporter', 'node-exporter'],
  ],
} as const;

/** Without these the platform still holds meetings; each with what is missing then. */
const dispensable: Readonly<Record<string, string>> = {
  recorder: 'meetings cannot be recorded',
  coturn: 'people behind strict firewalls cannot join',
  prometheus: 'nobody is warned',
  alertmanager: 'nobody is warned',
  'redis-exporter': 'nobody is warned of Redis',
  'node-exporter': 'nobody is warned of the machine',
  'postgres-exporter': 'nobody is warned of PostgreSQL',
  'pooler-exporter': 'nobody is warned of PgBouncer',
  'disk-guard': 'a PostgreSQL whose disk is full keeps its place',
  'alert-recorder': 'alerts are not recorded',
  mailbox: 'what the platform mails is lost',
};

/** `api-2` is one of `api`. */
const familyOf = (name: string): string => name.replace(/-\d+$/, '');

/** One check for each service that runs, and one for each that should run and does not. */
export function serviceChecks(
  services: readonly ServiceState[],
  profile: keyof typeof wanted = 'lean',
): CheckResult[] {
  const present = new Set(services.map(({ name }) => familyOf(name)));
  return [
    ...services.map((service) => presentCheck(service, services)),
    ...wanted[profile].filter((family) => !present.has(family)).map(missingCheck),
  ];
}

function presentCheck(service: ServiceState, services: readonly ServiceState[]): CheckResult {
  const { name, state, reason, restarts } = service;
  const family = familyOf(name);
  // Of several that do the same, those that are left go on.
  const isCovered = services.some((other) => familyOf(other.name) === family && other.state === 'ready');
  const illStatus: CheckStatus = isCovered ? 'warning' : gravity(family);
  const status = state !== 'ready' ? illStatus : restarts > 0 ? 'warning' : 'ok';
  const restarted = restarts === 0 ? '' : `, restarted ${restarts} times`;
  return checkOf(`service-${family}`, name, {
    status,
    found: `${state}${restarted}${reason ? `: ${reason}` : ''}`,
    needed: 'ready, without restarts',
    ...(status === 'ok' ? {} : { hint: `tail ${service.log}   then: gomeet deploy` }),
  });
}

function missingCheck(family: string): CheckResult {
  const lacking = dispensable[family];
  return checkOf(`service-${family}`, family, {
    status: gravity(family),
    found: `not running${lacking ? `: ${lacking}` : ''}`,
    needed: 'ready',
  });
}

const gravity = (family: string): CheckStatus => (family in dispensable ? 'warning' : 'failed');
