import type { CheckResult, CheckStatus } from './check.ts';

interface ServiceState {
  readonly name: string;
  readonly state: string;
  readonly reason?: string;
  readonly address: string;
  readonly restarts: number;
  readonly log: string;
}

/** The programs that the profile `lean` consists of; API workers are numbered. */
const wanted = ['postgres', 'redis', 'livekit', 'recorder', 'api-'];

/** Without these the platform still holds meetings; each with what is missing then. */
const dispensable: Readonly<Record<string, string>> = { recorder: 'meetings cannot be recorded' };

/** One check for each service that runs, and one for each that should run and does not. */
export function serviceChecks(services: readonly ServiceState[]): CheckResult[] {
  const missing = wanted.filter((prefix) => !services.some(({ name }) => name.startsWith(prefix)));
  return [
    ...services.map((service) => {
      const status: CheckStatus =
        service.state !== 'ready' ? gravity(service.name) : service.restarts > 0 ? 'warning' : 'ok';
      const restarts = service.restarts === 0 ? '' : `, restarted ${service.restarts} times`;
      return {
        ...about(service.name),
        status,
        found: `${service.state}${restarts}${service.reason ? `: ${service.reason}` : ''}`,
        needed: 'ready, without restarts',
        hint: status === 'ok' ? null : `tail ${service.log}   then: gomeet deploy`,
      };
    }),
    ...missing.map((prefix) => ({
      ...about(prefix.replace(/-$/, '')),
      status: gravity(prefix),
      found: `not running${dispensable[prefix] ? `: ${dispensable[prefix]}` : ''}`,
      needed: 'ready',
      hint: dispensable[prefix] ? 'gomeet setup   then: gomeet deploy' : 'gomeet deploy --target local',
    })),
  ];
}

const gravity = (name: string): CheckStatus => (name in dispensable ? 'warning' : 'failed');

const about = (name: string): Pick<CheckResult, 'id' | 'category' | 'title'> => ({
  id: `service-${name.replace(/^api-\d+$/, 'api')}`,
  category: 'Services',
  title: name,
});
