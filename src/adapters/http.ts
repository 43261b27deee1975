export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Reads a JSON document. An answer of any status is an answer; throws when there is none within the limit. */
export async function getJson(url: string, timeoutMs = 5000): Promise<HttpAnswer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  return { status: response.status, body: await response.json().catch(() => null) };
}

/** Sends a JSON document. An answer of any status is an answer; throws when there is none within the limit. */
export async function postJson(url: string, document: unknown, timeoutMs = 10_000): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}
