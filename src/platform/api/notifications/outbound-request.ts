import { lookup as resolve } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** The address is one that requests of this platform may not go to. */
export class ForbiddenDestination extends Error {
  override readonly name = 'ForbiddenDestination';
}

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Buffer;
  /** Whether plain http and addresses that are not on the Internet are accepted: for platforms that stay in a house. */
  readonly allowPrivate: boolean;
}

/** From the look-up of the name to the end of the answer. */
const withinMs = 5_000;
/** What a receiver answers is of no interest; so much of it is read out of politeness. */
const maxAnswerBytes = 10_000;

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

/** @returns why a request may not go there, judged by the address alone; a name is judged once more when it is looked up. */
export function whyForbidden(url: string, allowPrivate: boolean): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'is not an https:// address';
  if (parsed.username || parsed.password) return 'holds a user name or a password';
  if (allowPrivate) return undefined;
  if (parsed.protocol !== 'https:') return 'is not an https:// address';
  const host = bare(parsed.hostname);
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'is not an address on the Internet' : undefined;
}

/**
 * Looks a name up and refuses it when any of its addresses is not public. The connection is then made to what was looked at
 * here, so that a second look-up cannot give another answer (DNS rebinding).
 */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (forbidden || !first)
      return callback(
        new ForbiddenDestination(`${hostname} leads to an address that is not on the Internet`),
        [],
      );
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/**
 * Posts to an address that somebody gave us, and never to a place inside (server-side request forgery): see
 * {@link whyForbidden}. It follows no redirect.
 *
 * @returns the status of the answer
 * @throws {ForbiddenDestination} and whatever the network says
 */
export function postOutside({ url, headers, body, allowPrivate }: OutboundRequest): Promise<number> {
  const forbidden = whyForbidden(url, allowPrivate);
  if (forbidden !== undefined) return Promise.reject(new ForbiddenDestination(`the address ${forbidden}`));
  const { promise, resolve: answer, reject } = Promise.withResolvers<number>();
  const target = new URL(url);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(target, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent: false,
    signal: AbortSignal.timeout(withinMs),
    ...(!allowPrivate && { lookup: lookUpPublic }),
  });
  request.once('error', (error) =>
    reject(error.name === 'AbortError' ? new Error(`no answer in ${withinMs / 1000} s`) : error),
  );
  request.once('response', (response) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxAnswerBytes) response.destroy();
    });
    response.once('close', () => answer(response.statusCode ?? 0));
    response.once('error', () => answer(response.statusCode ?? 0));
  });
  request.end(body);
  return promise;
}

/** Said of this machine's way to the Internet, not of the receiver: no name server, no route, no socket left. */
export const isOwnOutage = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^(EAI_AGAIN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE)$/.test(String(error.code));
