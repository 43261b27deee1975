import type { FastifyInstance } from 'fastify';
import { createRoom, seedAccount, type TestAccount } from './accounts.ts';

/** A room with its host, and what people do in it. */
export interface TestRoom {
  readonly roomId: string;
  readonly host: TestAccount;
  /** The address of something of the room. */
  path(rest?: string): string;
  join(who: TestAccount, payload?: object): ReturnType<TestAccount['call']>;
}

/** A room of a new account. @param settings as POST /rooms takes them. */
export async function openRoom(app: FastifyInstance, settings: object = {}): Promise<TestRoom> {
  const host = await seedAccount(app, 'Hera');
  const roomId = await createRoom(host, { maxUsers: 50, ...settings });
  const path = (rest = '') => `/api/v1/rooms/${roomId}${rest}`;
  return { roomId, host, path, join: (who, payload) => who.call('POST', path('/join'), payload) };
}

/** The last part of a problem's type. */
export const problemOf = (answer: { json(): { type?: string } }) =>
  answer.json().type?.replace('/problems/', '');
