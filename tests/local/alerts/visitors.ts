import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** Somebody who looks at their profile four times a second: without visitors nothing errs and nothing is slow. */
export async function startVisitor(apiUrl: string): Promise<AsyncDisposable> {
  const account = { email: `${randomUUID()}@example.org`, password: 'correct horse battery' };
  const post = (path: string, body: object) =>
    fetch(`${apiUrl}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const registered = await post('register', { ...account, firstName: 'Ada', lastName: 'Visitor' });
  if (!registered.ok) throw new Error(`register: ${registered.status} ${await registered.text()}`);
  const { accessToken } = (await (await post('login', account)).json()) as { accessToken: string };
  const leave = new AbortController();
  const looks = new Set<Promise<unknown>>();
  const visiting = (async () => {
    while (!leave.signal.aborted) {
      // A slow answer holds the next look up for nobody; what fails is for the server to count.
      const look = fetch(`${apiUrl}/api/v1/users/profile`, {
        headers: { authorization: `Bearer ${accessToken}` },
        signal: AbortSignal.any([leave.signal, AbortSignal.timeout(10_000)]),
      }).then(
        (response) => response.arrayBuffer(),
        () => undefined,
      );
      looks.add(look);
      void look.finally(() => looks.delete(look));
      await delay(250, undefined, { signal: leave.signal }).catch(() => undefined);
    }
    await Promise.all(looks);
  })();
  return {
    async [Symbol.asyncDispose]() {
      leave.abort();
      await visiting;
    },
  };
}
