import { randomUUID } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

/** An account as a client has it: who it is, and a call that carries its access token. */
export interface TestAccount {
  readonly userId: string;
  readonly token: string;
  call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    options?: InjectOptions,
  ): Promise<LightMyRequestResponse>;
}

/** The password of every seeded account, and its hash: hashing takes 25 ms, and thousands of accounts are seeded. */
export const seededPassword = 'correct horse battery';
const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$9rle5BbvXDEi8NJyXHOnZg$0PD7wwpbf2WVEaCKzG/GSAzaLufahn4ZVPha+7JDQ8U';

/** An account straight in the database, with a session: for tests that are not about logging in. */
export async function seedAccount(app: FastifyInstance, firstName = 'Ada'): Promise<TestAccount> {
  const email = `${randomUUID()}@example.org`;
  const user = await app.users.insert({ email, passwordHash, firstName, lastName: 'Tester' });
  if (!user) throw new Error('the address was taken');
  const source = { id: randomUUID(), ip: '127.0.0.1', headers: {} };
  const { accessToken: token } = await app.sessions.open({ id: user.id, admin: false }, source);
  return accountOn(app, user.id, token);
}

/** The same account as another worker's client. */
export function accountOn(app: FastifyInstance, userId: string, token: string): TestAccount {
  return {
    userId,
    token,
    call: (method, url, payload, options = {}) =>
      app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${token}` },
        ...(payload && { payload }),
        ...options,
      }),
  };
}

/** A room of that account. @returns its id. */
export async function createRoom(host: TestAccount, settings: object = {}): Promise<string> {
  const answer = await host.call('POST', '/api/v1/rooms', { name: 'Weekly', ...settings });
  return answer.json<{ id: string }>().id;
}

/** A room with some people who have seats in it; the first of them is its host. */
export async function holdMeeting(
  app: FastifyInstance,
  size: number,
): Promise<{ roomId: string; people: TestAccount[] }> {
  const people = await Promise.all(
    Array.from({ length: size }, (_, index) => seedAccount(app, `Person${index}`)),
  );
  const [host] = people;
  if (!host) throw new Error('a meeting has someone in it');
  const roomId = await createRoom(host, { maxUsers: 100 });
  await Promise.all(people.map((person) => person.call('POST', `/api/v1/rooms/${roomId}/join`)));
  return { roomId, people };
}
