import { ExitCode, GomeetError } from '../errors.ts';

const localHint = 'gomeet health-check says what is wrong; gomeet deploy starts what is down';

interface Part {
  readonly name: string;
  /** `ready`, or how it is not. */
  readonly state: string;
  readonly reason?: string | undefined;
}

/**
 * A platform that is not whole is not broken any further: what a drill would measure is the damage that was there.
 *
 * @throws GomeetError (critical, `platform-not-ready`) that names every service that is not ready
 */
export function refuseUnreadyPlatform(parts: readonly Part[], hint = localHint): void {
  const unready = parts.filter(({ state }) => state !== 'ready');
  if (unready.length === 0) return;
  const named = unready.map(({ name, state, reason }) =>
    reason === undefined ? `${name} is ${state}` : `${name} is ${state} (${reason})`,
  );
  throw new GomeetError(`nothing was broken, since the platform is not whole: ${named.join('; ')}`, {
    exitCode: ExitCode.critical,
    code: 'platform-not-ready',
    hint,
  });
}
