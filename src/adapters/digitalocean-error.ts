import { ExitCode, GomeetError } from '../errors.ts';

/**
 * What went wrong with a request, in words and with what to do. The original error is left out: it holds the request, and
 * with it the token.
 */
export function digitalOceanFault(cause: unknown, address: string): GomeetError {
  const { statusCode, headers } = responseOf(cause);
  if (statusCode === 401 || statusCode === 403)
    return new GomeetError(`DigitalOcean refuses the token (HTTP ${statusCode})`, {
      exitCode: ExitCode.prerequisite,
      code: 'digitalocean-token-refused',
      hint: 'make a token that may read sizes and regions: cloud.digitalocean.com/account/api/tokens',
    });
  if (statusCode === 429)
    return new GomeetError(`DigitalOcean's rate limit is used up${resetOf(headers)}`, {
      exitCode: ExitCode.timeout,
      code: 'digitalocean-rate-limit',
      hint: 'try again later',
    });
  if (statusCode !== null)
    return new GomeetError(`DigitalOcean answers HTTP ${statusCode} at ${address}`, {
      exitCode: ExitCode.prerequisite,
      code: 'digitalocean-unavailable',
      hint: 'see status.digitalocean.com, then try again',
    });
  const reason = cause instanceof Error ? cause.message : String(cause);
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  const isGarbled = cause instanceof SyntaxError;
  return new GomeetError(
    isGarbled
      ? `DigitalOcean's answer at ${address} is no JSON`
      : `DigitalOcean cannot be reached at ${address}: ${reason}`,
    {
      exitCode: isLate ? ExitCode.timeout : isGarbled ? ExitCode.inconclusive : ExitCode.prerequisite,
      code: isGarbled ? 'digitalocean-answer' : 'digitalocean-unreachable',
      hint: 'check the network, then try again',
    },
  );
}

interface Answer {
  readonly statusCode: number | null;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** got's HTTPError carries the answer; every other error has none. */
export function responseOf(cause: unknown): Answer {
  const response = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'response') : undefined;
  if (typeof response !== 'object' || response === null) return { statusCode: null, headers: {} };
  const { statusCode, headers } = response as Partial<Answer>;
  return { statusCode: statusCode ?? null, headers: headers ?? {} };
}

/** `ratelimit-reset` is the second since 1970 at which the oldest request of the hour is forgotten. */
function resetOf(headers: Answer['headers']): string {
  const seconds = Number(headers['ratelimit-reset']);
  if (!Number.isFinite(seconds) || seconds <= 0) return '';
  return `; it comes free at ${new Date(seconds * 1000).toISOString()}`;
}
