import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** Somebody who has an account, as their browser or program logs in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

export const post = (
  app: FastifyInstance,
  path: string,
  payload: object = {},
  headers: Record<string, string> = {},
  remoteAddress = '127.0.0.1',
): Promise<LightMyRequestResponse> =>
  app.inject({ method: 'POST', url: `/api/v1/auth/${path}`, payload, headers, remoteAddress });

/** Opens an account through the API. */
export async function register(app: FastifyInstance, name: string): Promise<Person> {
  const person = { email: `${name}@example.org`, password: 'correct horse battery' };
  const answer = await post(app, 'register', { ...person, firstName: name, lastName: 'Tester' });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return person;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Logs in as a program that keeps its refresh token itself. */
export async function login(app: FastifyInstance, person: Person): Promise<Tokens> {
  const answer = await post(app, 'login', { ...person, refreshTokenIn: 'body' });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
}

export const bearer = ({ accessToken }: Pick<Tokens, 'accessToken'>) => ({
  authorization: `Bearer ${accessToken}`,
});

/** Whether the API still knows who bears this access token. */
export const isAccepted = async (app: FastifyInstance, tokens: Tokens): Promise<boolean> =>
  (await app.inject({ url: '/api/v1/users/profile', headers: bearer(tokens) })).statusCode === 200;

/** The token of the newest e-mail to somebody, from the link that the outbox holds. */
export async function mailedToken(app: FastifyInstance, { email }: Person): Promise<string | undefined> {
  const { rows } = await app.pool.query<{ link: string | null }>(
    `SELECT payload->'variables'->>'link' AS link FROM outbox WHERE payload->>'to' = $1 ORDER BY id DESC LIMIT 1`,
    [email],
  );
  const link = rows[0]?.link;
  return link ? (new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? undefined) : undefined;
}

/** Names of the templates of the e-mails that somebody was sent, in their order. */
export async function mailsTo(app: FastifyInstance, { email }: Person): Promise<string[]> {
  const { rows } = await app.pool.query<{ template: string }>(
    `SELECT payload->>'template' AS template FROM outbox WHERE payload->>'to' = $1 ORDER BY id`,
    [email],
  );
  return rows.map(({ template }) => template);
}

/** Entries of the audit log about somebody, in their order, as `action outcome`. */
export async function auditOf(app: FastifyInstance, { email }: Person): Promise<string[]> {
  const { rows } = await app.pool.query<{ entry: string }>(
    `SELECT action || ' ' || outcome AS entry FROM audit_log JOIN users ON users.id = actor_id
     WHERE email = $1 ORDER BY audit_log.id`,
    [email],
  );
  return rows.map(({ entry }) => entry);
}
