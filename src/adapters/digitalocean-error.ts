import { ExitCode, GomeetError } from '../errors.ts';

/**
 * What went wrong with a request, in words and with what to do. The original error is left out: it holds the request, and
 * with it the token.
 */
export function digitalOceanFault(cause: unknown, address: string): GomeetError {
  const { statusCode, headers, body } = responseOf(cause);
  const refusal = statusCode === null ? undefined : refusals[statusCode];
  if (refusal !== undefined) {
    const said = messageOf(body);
    return new GomeetError(
      `DigitalOcean ${refusal.text} (HTTP ${statusCode})${said === '' ? '' : `: ${said}`}`,
      refusal,
    );
  }
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

interface Refusal {
  readonly text: string;
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string;
}

const TOKENS = 'cloud.digitalocean.com/account/api/tokens';

/** What each status means for whoever types. 422 is how the API says that a value, or a limit of the account, is in the way. */
const refusals: Readonly<Record<number, Refusal>> = {
  401: {
    text: 'refuses the token',
    exitCode: ExitCode.prerequisite,
    code: 'digitalocean-token-refused',
    hint: `the token is wrong or has expired; make another: ${TOKENS}`,
  },
  403: {
    text: 'refuses the token',
    exitCode: ExitCode.prerequisite,
    code: 'digitalocean-token-refused',
    hint: `the token lacks a right; make one that may read, create and delete what gomeet cloud plan lists: ${TOKENS}`,
  },
  404: {
    text: 'has no such thing',
    exitCode: ExitCode.prerequisite,
    code: 'digitalocean-not-found',
    hint: 'gomeet cloud status',
  },
  409: {
    text: 'is busy with it',
    exitCode: ExitCode.conflict,
    code: 'digitalocean-conflict',
    hint: 'something else changes it; run the command again when that is done',
  },
  422: {
    text: 'does not accept this',
    exitCode: ExitCode.usage,
    code: 'digitalocean-refused',
    hint: 'gomeet cloud plan   shows what was asked for; a limit of the account is raised at cloud.digitalocean.com/account/team',
  },
};

/** The API's own words: `{id, message}`. They name things and limits, and never the token. */
function messageOf(body: unknown): string {
  try {
    const document: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    const message = Reflect.get(Object(document), 'message');
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

interface Answer {
  readonly statusCode: number | null;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** got's HTTPError carries the answer; every other error has none. */
export function responseOf(cause: unknown): Answer {
  const response = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'response') : undefined;
  if (typeof response !== 'object' || response === null) return { statusCode: null, headers: {} };
  const { statusCode, headers, body } = response as Partial<Answer>;
  return { statusCode: statusCode ?? null, headers: headers ?? {}, body };
}

/** `ratelimit-reset` is the second since 1970 at which the oldest request of the hour is forgotten. */
function resetOf(headers: Answer['headers']): string {
  const seconds = Number(headers['ratelimit-reset']);
  if (!Number.isFinite(seconds) || seconds <= 0) return '';
  return `; it comes free at ${new Date(seconds * 1000).toISOString()}`;
}
