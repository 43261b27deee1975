import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { json } from 'node:stream/consumers';

export interface DoorRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token?: string;
  readonly body?: unknown;
  /** Ends the request; whoever asks decides on the patience. */
  readonly signal: AbortSignal;
}

export interface DoorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Asks over a connection of its own, as somebody does who comes anew: a connection that is kept would stick to one worker
 * and say nothing of the others. Throws when there is no answer.
 */
export async function requestOnce({
  url,
  method = 'GET',
  token,
  body,
  signal,
}: DoorRequest): Promise<DoorAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<DoorAnswer>();
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const call = send(
    url,
    {
      method,
      agent: false,
      signal,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
      },
    },
    (answer) => {
      const status = answer.statusCode ?? 0;
      json(answer).then(
        (document) => resolve({ status, body: document }),
        // An answer without a document, such as a proxy's page, is an answer.
        (error: Error) => (signal.aborted ? reject(error) : resolve({ status, body: null })),
      );
    },
  );
  call.on('error', reject);
  call.end(text);
  return promise;
}
