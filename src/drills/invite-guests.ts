import { randomBytes } from 'node:crypto';
import type { Connections } from '../adapters/local-target.ts';
import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { probePatienceMs } from './probe.ts';

export interface Guest {
  readonly userId: string;
  readonly token: string;
}

interface Asked {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** Accounts that are signed in, and the room in which they all have a seat. */
export interface Guests {
  readonly apiUrl: string;
  readonly roomId: string;
  /** Host of the room. */
  readonly host: Guest;
  /** Each in turn: the API limits what one account may ask. */
  next(): Guest;
  /** Asks the API; any answer but a good one is thrown. */
  ask(asked: Asked): Promise<unknown>;
}

/**
 * 20 joins and 20 reads a second are 2,400 requests a minute, and 150 for each of so many: one account may do 200 joins and 1,000 requests
 * in all. A drill that met those limits would report an outage of its own making.
 */
const guestCount = 16;
const accounts = { emailPattern: 'drill-%05d@drill.gomeet.test', first: 1, count: guestCount } as const;
/** As long as an access token lives; a drill is shorter, but for the one of 7 minutes, which takes 9. */
const sessionSeconds = 900;

/** Signs the guests of this machine's platform in and opens their room. */
export async function inviteGuests(
  ctx: Pick<Context, 'localTarget' | 'postgres'>,
  doors: PlatformDoors,
  connections: Pick<Connections, 'apiUrl' | 'databaseUrl'>,
): Promise<Guests> {
  const signedIn = await openSessions(ctx, connections.databaseUrl);
  return openGuestRoom(doors, connections.apiUrl, signedIn);
}

/** Opens the room of guests who are signed in. It stays when nobody is in it. */
export async function openGuestRoom(
  doors: Pick<PlatformDoors, 'request'>,
  apiUrl: string,
  signedIn: readonly Guest[],
): Promise<Guests> {
  const [host] = signedIn;
  if (host === undefined) throw cannotPrepare('no account could be made');
  const ask = async ({ path, ...asked }: Asked): Promise<unknown> => {
    const { status, body } = await doors.request({ url: `${apiUrl}${path}`, ...asked });
    if (status >= 200 && status < 300) return body;
    throw new Error(`${path.replaceAll(/[0-9a-f-]{36}/g, '…')} answered ${status}`);
  };
  const signal = AbortSignal.timeout(10 * probePatienceMs);
  const body = { name: 'Drill', maxUsers: 100, persistent: true };
  const room = await ask({ path: '/api/v1/rooms', method: 'POST', token: host.token, body, signal }).catch(
    (error: Error) => {
      throw cannotPrepare(`the room of the drill could not be opened: ${error.message}`);
    },
  );
  const { id: roomId } = room as { id: string };
  let turn = 0;
  return {
    apiUrl,
    roomId,
    host,
    next: () => signedIn[turn++ % signedIn.length] ?? host,
    ask,
  };
}

async function openSessions(
  ctx: Pick<Context, 'localTarget' | 'postgres'>,
  databaseUrl: string,
): Promise<Guest[]> {
  const postgres = await ctx.postgres(databaseUrl);
  try {
    await postgres.seedAccounts({ ...accounts, password: randomBytes(18).toString('base64url') });
    const target = await ctx.localTarget();
    const sessions = target.signAccessTokens(await postgres.accountIds(accounts));
    await postgres.openSessions(sessions, sessionSeconds);
    return sessions.map(({ userId, accessToken }) => ({ userId, token: accessToken }));
  } finally {
    await postgres.close();
  }
}

const cannotPrepare = (why: string): GomeetError =>
  new GomeetError(why, {
    exitCode: ExitCode.critical,
    code: 'drill-not-prepared',
    hint: 'gomeet health-check',
  });
