import type { PreparedCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import type { CheckResult } from '../check.ts';
import { checkOf, skippedCheck } from '../check-of.ts';

/** What of the plan is in the account, and in which state. @param readCloud null where no token was given */
export async function checkCloud(
  readCloud: (() => Promise<Pick<PreparedCloud, 'observed'>>) | null,
): Promise<CheckResult[]> {
  if (readCloud === null)
    return [skippedCheck('cloud-resources', 'DIGITALOCEAN_TOKEN is not set: the account cannot be asked')];
  try {
    const { observed } = await readCloud();
    const sightings = observed.flatMap(({ resource: { kind, name }, found }) =>
      found === null || typeof found === 'string' ? [] : [{ ...found, what: `${kind} ${name}` }],
    );
    const troubles = sightings.filter(({ state }) => state !== 'ready');
    return [
      checkOf('cloud-resources', 'DigitalOcean', {
        status: troubles.some(({ state }) => state === 'failed')
          ? 'failed'
          : troubles.length > 0
            ? 'warning'
            : 'ok',
        // What is not there may not be wanted either: gomeet cloud plan knows.
        found:
          troubles.map(({ what, text }) => `${what}: ${text}`).join('; ') ||
          `${sightings.length} resources, all ready`,
        needed: 'everything that is in the account is ready',
      }),
    ];
  } catch (error) {
    const found = (error as Error).message;
    return [
      checkOf('cloud-resources', 'DigitalOcean', { status: 'warning', found, needed: 'the account answers' }),
    ];
  }
}
