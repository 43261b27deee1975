import { createRequire } from 'node:module';
import * as z from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { withRetries } from '../digitalocean-retry.ts';

// do-wrapper is CommonJS with a default export, which importers unwrap each in their own way; require has one. Its modules are
// loaded one by one: the whole of it would load twenty.
const require = createRequire(import.meta.url);
const { default: RequestHelper } =
  require('do-wrapper/dist/request-helper.js') as typeof import('do-wrapper/dist/request-helper.js');
type RequestHelper = InstanceType<typeof RequestHelper>;

const DIGITALOCEAN_API = 'https://api.digitalocean.com';
const REQUEST_TIMEOUT_MS = 10_000;
/** The largest page that the API serves. */
export const PAGE_SIZE = 200;

export interface ConnectionSettings {
  readonly token: string;
  /** Where the API is; another address is for tests and proxies, and must be https or this machine. */
  readonly url?: string | undefined;
  /** Where buckets are, in the place of each region's own address; for tests. */
  readonly spacesUrl?: string | undefined;
  /** Wait before the first retry. */
  readonly retryDelayMs?: number | undefined;
  /** Time after which a request without an answer is given up. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One request by the typed route, for what do-wrapper lacks. */
interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind `/v2/`, with its query. */
  readonly path: string;
  readonly body?: unknown;
}

/** What every call to the API has in common: token, time limit, retries, and a check of the answer. */
export interface Connection {
  readonly address: string;
  /** Where the buckets of a region are, by the S3 protocol. */
  spacesAddress(region: string): string;
  /** do-wrapper's own way to ask, with a time limit and without redirects. */
  readonly helper: RequestHelper;
  /** Asks again where the fault may pass: for what may be asked twice without harm. */
  repeat<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Asks again only where the API says that it did nothing (429): what creates something must not do so twice. */
  once<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Sends one request by the typed route and reads JSON; null for an answer without a body. */
  send(request: ApiRequest): Promise<unknown>;
  /** The same for an answer that is no JSON. */
  sendForText(request: ApiRequest): Promise<string>;
}

/** do-wrapper's own request knows no time limit and one address: these are the parts of it that are set. */
interface RequestParts {
  apiUrl: string;
  requestBuilder(options: object): object;
}

export function openConnection(settings: ConnectionSettings): Connection {
  const { token, url, retryDelayMs = 1000, timeoutMs = REQUEST_TIMEOUT_MS, signal } = settings;
  const address = safeAddress('DIGITALOCEAN_API_URL', url ?? DIGITALOCEAN_API);
  const helper = new RequestHelper(token);
  const parts = helper as unknown as RequestParts;
  const original = parts.requestBuilder.bind(helper);
  parts.apiUrl = `${address}/v2/`;
  parts.requestBuilder = (options) => ({
    ...original(options),
    followRedirect: false, // a redirect would take the token to another host
    timeout: { request: timeoutMs },
  });
  const text = (request: ApiRequest): Promise<string> =>
    sendRequest(`${address}/v2/${request.path}`, request, { token, timeoutMs, signal });
  return {
    address,
    spacesAddress: (region) =>
      safeAddress(
        'DIGITALOCEAN_SPACES_URL',
        settings.spacesUrl ?? `https://${region}.digitaloceanspaces.com`,
      ),
    helper,
    repeat: (call) => withRetries(call, { address, retryDelayMs, signal }),
    once: (call) => withRetries(call, { address, retryDelayMs, signal, isRepeatable: false }),
    send: async (request) => {
      const body = await text(request);
      return body === '' ? null : JSON.parse(body);
    },
    sendForText: text,
  };
}

/** @throws what the network said, or an error with the `response`, as got throws it: both routes fail alike */
async function sendRequest(
  url: string,
  { method, body }: ApiRequest,
  { token, timeoutMs, signal }: { token: string; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<string> {
  const limit = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.ok) return text;
  const failure = new Error(`HTTP ${response.status}`);
  throw Object.assign(failure, {
    response: { statusCode: response.status, headers: Object.fromEntries(response.headers), body: text },
  });
}

/** Checks an answer against what the API describes. @throws GomeetError (inconclusive) that names the first difference */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new GomeetError(
    `DigitalOcean's ${what} is not what its API describes: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    {
      exitCode: ExitCode.inconclusive,
      code: 'digitalocean-answer',
      hint: 'nothing was changed by this request; try again later',
    },
  );
}

/**
 * Reads a list page by page until all are there.
 *
 * @param key where the items stand in a page
 */
export async function allPages<Item extends z.ZodType>(
  read: (page: number) => Promise<unknown>,
  key: string,
  item: Item,
  what: string,
): Promise<readonly z.output<Item>[]> {
  const schema = z.object({ [key]: item.array(), meta: z.object({ total: z.int().nonnegative() }) });
  const found: z.output<Item>[] = [];
  for (let page = 1; ; page += 1) {
    const answer = checked(schema, await read(page), `${what} (page ${page})`);
    const items = answer[key] as z.output<Item>[];
    found.push(...items);
    const { total } = answer.meta as { total: number };
    // A page without items ends the walk too: a wrong total must not make it go on for ever.
    if (found.length >= total || items.length === 0) return found;
  }
}

/** The token, or the key, goes where this points, so it must be encrypted on its way, or stay on this machine. */
function safeAddress(variable: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isLocal = parsed !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
  if (parsed !== null && (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLocal)))
    return url.replace(/\/+$/, '');
  throw new GomeetError(`${variable}: accepted: an https address, such as ${DIGITALOCEAN_API}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-api-url',
    hint: `unset ${variable}`,
  });
}
